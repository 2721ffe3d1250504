import java.io.IOException;
import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Runs a Neo4j server on the home folder given, until standard input ends: with whoever started it, at the latest. */
public class Launcher {
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(home)
                .loadPropertiesFromFile(home.resolve("conf").resolve("neo4j.conf"))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
    }
}
