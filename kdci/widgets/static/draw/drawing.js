// The points of a mask, at most as many as the budget. Where there is no room, the oldest point fades.
class Drawing {
  constructor(size, budget) {
    this.size = size;
    this.budget = budget;
    this.points = new Set();  // in the order in which they were painted, the oldest first
    this.past = [];
  }

  get left() { return this.budget - this.points.size; }

  // The point that the conjugate of a point's value lies at; row and column size/2 are DC.
  conjugate(point) {
    const { size } = this;
    const [row, column] = [Math.floor(point / size), point % size];
    return ((size - row) % size) * size + ((size - column) % size);
  }

  // The points within a brush, the nearest first: so that what does not fit in is its rim.
  under(row, column, width) {
    const reach = width / 2, found = [];
    for (let r = Math.max(0, Math.ceil(row - reach)); r <= Math.min(this.size - 1, row + reach); r += 1)
      for (let c = Math.max(0, Math.ceil(column - reach)); c <= Math.min(this.size - 1, column + reach); c += 1) {
        const distance = Math.hypot(r - row, c - column);
        if (distance <= reach) found.push([distance, r * this.size + c]);
      }
    return found.sort((a, b) => a[0] - b[0]).map(([, point]) => point);
  }

  paint(points) {
    for (const point of points.slice(0, this.budget)) {
      this.points.delete(point);
      this.points.add(point);
    }
    this.fade();
  }

  erase(points) { for (const point of points) this.points.delete(point); }

  fade() {
    while (this.points.size > this.budget) this.points.delete(this.points.values().next().value);
  }

  // Begin with given points: the farther from DC, the older.
  begin(points) {
    const middle = this.size / 2;
    const distance = (point) => Math.hypot(Math.floor(point / this.size) - middle, (point % this.size) - middle);
    this.points = new Set([...points].sort((a, b) => distance(b) - distance(a)));
    this.fade();
  }

  afford(budget) {
    this.budget = budget;
    this.fade();
  }

  // Remember what is there, before it is changed.
  remember() {
    this.past.push([...this.points]);
    if (this.past.length > 100) this.past.shift();
  }

  undo() {
    if (!this.past.length) return false;
    this.points = new Set(this.past.pop());
    this.fade();
    return true;
  }

  mask() {
    const values = new Uint8Array(this.size ** 2);
    for (const point of this.points) values[point] = 1;
    return values;
  }
}
