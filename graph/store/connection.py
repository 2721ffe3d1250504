"""One connection pool to one database: runs queries, translates the driver's errors, finds a server again.

Nothing of the driver gets past this file: what goes wrong leaves it as one of `graph.errors`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from graph.errors import ConstraintViolated, StoreError, StoreNotFound, StoreRefused, StoreUnreachable

CONNECT_SECONDS: Final = 5.0
POOL_SIZE: Final = 10
RETRY_SECONDS: Final = 5.0
LOCAL_RETRY_SECONDS: Final = 2.0  # an embedded server that is gone does not come back at its address
FIRST_RETRY_SECONDS: Final = 0.1
LOCAL_ATTEMPTS: Final = 2
FETCH_SIZE: Final = 10_000
GRACE_SECONDS: Final = 5.0  # the server's own limit comes first: it can say what was too slow

Row = dict[str, Any]
Result = TypeVar("Result")


class _Passed(Exception):
    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Target:
    """Where a database answers and to whom. `local`: it is the embedded one."""

    uri: str
    username: str
    password: str
    database: str
    local: bool = False


class Transaction:
    """An open transaction: `run` a query and get its rows."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, query: str, **parameters: Any) -> list[Row]:
        """Run one query and return its rows as column → value."""
        result = self._transaction.run(query, parameters)
        return [record.data() for record in result]

    def values(self, query: str, **parameters: Any) -> list[list[Any]]:
        """Run one query and return its rows as lists."""
        return self._transaction.run(query, parameters).values()


class Connection:
    """Runs queries on one database.

    `resolve` says where the database is now; it is asked again, once per call, when nobody answers
    (the process that ran the embedded server may have ended). `limit` is the wall-clock limit of one
    transaction in seconds, after which the connection is given up.
    """

    def __init__(self, resolve: Callable[[], Target], *, limit: float) -> None:
        self._resolve = resolve
        self._limit = limit
        self._guard = threading.Lock()
        self._driver: neo4j.Driver | None = None
        self._target: Target | None = None

    @property
    def target(self) -> Target:
        """Where the database is."""
        return self._open()[1]

    def read(self, query: str, **parameters: Any) -> list[Row]:
        """Run one query in a transaction of its own and return its rows."""
        return self.transact(lambda transaction: transaction.run(query, **parameters))

    def values(self, query: str, **parameters: Any) -> list[list[Any]]:
        """Run one reading query and return its rows as lists: for whole tables."""
        return self.transact(lambda transaction: transaction.values(query, **parameters))

    def transact(self, work: Callable[[Transaction], Result]) -> Result:
        """Run `work` in one transaction and return what it returns.

        It may run more than once, so it must only use its transaction. What it raises itself takes back what
        it has written.

        Raises
        ------
        StoreUnreachable
            When the database does not answer, also not where it is looked for again.
        StoreRefused
            For a wrong user name or password, or what this user may not do.
        ConstraintViolated
            When a record's key is there already.
        StoreError
            For whatever else the database answers.
        """

        @neo4j.unit_of_work(timeout=self._limit)
        def in_transaction(transaction: neo4j.ManagedTransaction) -> Result:
            try:
                return work(Transaction(transaction))
            except OSError as error:  # of the work's own, such as a closed standard output
                raise _Passed(error) from error

        def once(driver: neo4j.Driver, database: str) -> Result:
            with driver.session(database=database, fetch_size=FETCH_SIZE) as session:
                # reading, too, by the leader of a cluster: the others may be behind
                return session.execute_write(in_transaction)

        try:
            return self._call(once)
        except _Passed as passed:
            raise passed.error from None

    def command(self, query: str) -> None:
        """Run one schema command in a transaction of its own."""

        def one(driver: neo4j.Driver, database: str) -> None:
            driver.execute_query(query, database_=database)

        self._call(one)

    def close(self) -> None:
        """Close the connections. It can be used again: it opens new ones."""
        with self._guard:
            driver, self._driver = self._driver, None
        _close(driver)

    def _open(self) -> tuple[neo4j.Driver, Target]:
        with self._guard:
            if self._driver is None or self._target is None:
                self._target = self._resolve()
                local = self._target.local
                with translated(self._target):
                    driver = neo4j.GraphDatabase.driver(
                        self._target.uri,
                        auth=(self._target.username, self._target.password),
                        connection_timeout=CONNECT_SECONDS,
                        connection_acquisition_timeout=2 * CONNECT_SECONDS,
                        max_connection_pool_size=POOL_SIZE,
                        max_transaction_retry_time=LOCAL_RETRY_SECONDS if local else RETRY_SECONDS,
                        initial_retry_delay=FIRST_RETRY_SECONDS,
                        notifications_min_severity="OFF",
                        user_agent="samverkan",
                    )
                    try:
                        driver.verify_connectivity()
                    except BaseException:
                        driver.close()
                        raise
                    self._driver = driver
            return self._driver, self._target

    def _call(self, work: Callable[[neo4j.Driver, str], Result]) -> Result:
        for _ in range(LOCAL_ATTEMPTS):
            try:
                return self._once(work)
            except (StoreUnreachable, StoreRefused):
                if self._target is None or not self._target.local:
                    raise
                # the process that ran the embedded server has ended, or is about to and knows nobody any
                # more: whoever asks next starts another
        return self._once(work)

    def _once(self, work: Callable[[neo4j.Driver, str], Result]) -> Result:
        driver, target = self._open()
        try:
            with translated(target), _watched(driver, self._limit + GRACE_SECONDS):
                return work(driver, target.database)
        except (StoreUnreachable, StoreRefused):
            self._drop(driver)
            raise

    def _drop(self, driver: neo4j.Driver) -> None:
        with self._guard:
            if self._driver is driver:  # else another thread has dropped it and opened a new one
                self._driver = None
        _close(driver)


def _close(driver: neo4j.Driver | None) -> None:
    if driver is not None:
        with contextlib.suppress(DriverError, Neo4jError, OSError):
            driver.close()


@contextlib.contextmanager
def _watched(driver: neo4j.Driver, seconds: float) -> Iterator[None]:
    # the driver itself waits for an answer for ever; without its connections the wait ends with an error
    timer = threading.Timer(seconds, _close, (driver,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextlib.contextmanager
def translated(target: Target) -> Iterator[None]:
    """Turn the driver's errors into those of `graph.errors`.

    Raises
    ------
    StoreUnreachable
        When the database does not answer, or the connection fails.
    StoreRefused
        For a wrong user name or password, or what this user may not do.
    StoreNotFound
        When the server has no database of that name.
    ConstraintViolated
        When a record's key is there already.
    StoreError
        For whatever else the database answers.
    """
    try:
        yield
    except AuthError as error:
        raise StoreRefused(
            f"The database at {target.uri} refuses the user “{target.username}” with this password; "
            "check NEO4J_USERNAME and NEO4J_PASSWORD.",
            address=target.uri,
            username=target.username,
        ) from error
    except (ServiceUnavailable, SessionExpired, OSError) as error:
        what = (
            f"The embedded database at {target.uri} does not answer; close the other programs that use it."
            if target.local
            else f"No database answers at {target.uri}; start it, or check NEO4J_URI."
        )
        raise StoreUnreachable(what, address=target.uri) from error
    except Neo4jError as error:
        raise _said_by_the_server(error, target) from error
    except DriverError as error:
        raise StoreUnreachable(
            f"The connection to the database at {target.uri} failed: {error}", address=target.uri
        ) from error


def _said_by_the_server(error: Neo4jError, target: Target) -> StoreError:
    code = error.code or ""
    if ".Security." in code:
        return StoreRefused(
            f"The database at {target.uri} refuses: {error.message}",
            address=target.uri,
            username=target.username,
        )
    if "DatabaseNotFound" in code:
        return StoreNotFound(
            f"There is no database “{target.database}” at {target.uri}; check NEO4J_DATABASE.",
            address=target.uri,
            database=target.database,
        )
    if "ConstraintValidation" in code:
        return ConstraintViolated(f"The database refuses a record: {error.message}", address=target.uri)
    return StoreError(f"The database at {target.uri} answers: {error.message}", address=target.uri)
