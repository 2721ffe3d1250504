// On which side of its node a name stands, so that names cover no other name and as little else as can be.
// Stands before network_map.js, which asks for one name after the other, the most telling first.
const NAME_GAP = 7; // pixels between a node and its name

// The boxes a name may take: `at` is the place of its node, `width` that of its longest line. `room` is what
// there is: the `view`, the letters' `size`, boxes of names `taken` already, and `discs`, boxes of the nodes.
class NamePlace {
  constructor(node, at, width, room) {
    Object.assign(this, { node, at, width, room });
    this.height = room.size * 1.15 * node.label.split("\n").length;
  }

  box(side) {
    const { x, y } = this.at;
    const r = this.node.radius + NAME_GAP;
    const [left, top] = {
      left: [x - r - this.width, y - this.height / 2],
      right: [x + r, y - this.height / 2],
      above: [x - this.width / 2, y - r - this.height],
      below: [x - this.width / 2, y + r],
    }[side];
    return [left, top, left + this.width, top + this.height];
  }

  // The side, or nothing where the name has no room. Its own side first; where that is taken, another; above
  // it would seem to belong to the next node. The most telling ones may cover a node. So may the names of
  // groups, because each is to have one, but below they would take the place of the next group's.
  side(isAlways) {
    const beside = [this.node.side, "right", "left"];
    const sides = isGroup(this.node) ? beside : [...beside, "below"];
    const found = sides.find((side) => this.fits(side) && this.hasMark(side)) ?? sides.find((side) => this.fits(side));
    if (found) return found;
    if (isAlways && this.isFree(this.box(this.node.side))) return this.node.side;
    return isGroup(this.node) ? this.leastCovering(beside) ?? this.leastCovering(["below", "above"]) : undefined;
  }

  fits(side) {
    return this.isPossible(side) && !this.covered(side).length;
  }

  isPossible(side) {
    const { left, right, top, bottom } = this.room.view;
    const box = this.box(side);
    return box[0] >= left && box[2] <= right && box[1] >= top && box[3] <= bottom && this.isFree(box);
  }

  leastCovering(sides) {
    const cost = (side) => this.covered(side).reduce((sum, { radius }) => sum + radius, 0);
    return sides.filter((side) => this.isPossible(side)).sort((a, b) => cost(a) - cost(b))[0];
  }

  covered(side) {
    return this.room.discs.filter((disc) => this.touches(this.box(side), disc));
  }

  isFree(box) {
    // lines of letters have air above and below, and need some between each other
    const [between, air] = [0.3 * this.room.size, 0.2 * this.room.size];
    const around = [box[0] - between, box[1] + air, box[2] + between, box[3] - air];
    return !this.room.taken.some((other) => this.touches(around, other));
  }

  touches(box, other) {
    return other.id !== this.node.id && box[0] <= other[2] && box[2] >= other[0] && box[1] <= other[3] && box[3] >= other[1];
  }

  // whether the mark beside the node, if there is one, has room too
  hasMark(side) {
    return !this.node.mark || this.isFree(this.markBox(side));
  }

  markBox(side) {
    const width = 0.45 * this.room.size * this.node.mark.length;
    const { x, align } = markAt(this.node, this.at.x, side);
    const left = align === "left" ? x : x - width;
    return [left, this.at.y - this.room.size / 2, left + width, this.at.y + this.room.size / 2];
  }
}

// how much of a group is drawn stands beside it, in the line its name leaves free
function markAt(node, x, side) {
  return side === "right" ? { x: x - node.radius - 5, align: "right" } : { x: x + node.radius + 5, align: "left" };
}

function isGroup(node) {
  return node.form !== "organization" && node.form !== "unnamed";
}

function isBeside(node) {
  return node.side === "left" || node.side === "right";
}

// the kind of letters of a name: unnamed participants in italics, groups and whoever is looked at in bold
function faceOf(node, isAlways = false) {
  return node.form === "unnamed" ? "italic " : isGroup(node) || isAlways ? "600 " : "";
}
