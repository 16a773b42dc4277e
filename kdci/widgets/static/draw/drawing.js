// The points of a mask, at most as many as the budget. Where there is no room, the oldest point fades.
export class Drawing {
  /**
   * @param {number} size of the grid
   * @param {number} budget
   * @param {readonly [number, number]} origin row and column of the constant image
   */
  constructor(size, budget, origin) {
    this.size = size;
    this.budget = budget;
    this.origin = origin;
    /** @type {Set<number>} */
    this.points = new Set();  // in the order in which they were painted, the oldest first
    /** @type {number[][]} */
    this.past = [];
  }

  get left() { return this.budget - this.points.size; }

  /**
   * The point that the conjugate of a point's value lies at; row and column size/2 are DC.
   * @param {number} point
   */
  conjugate(point) {
    const { size } = this;
    const [row, column] = [Math.floor(point / size), point % size];
    return ((size - row) % size) * size + ((size - column) % size);
  }

  /**
   * The point with row and column exchanged.
   * @param {number} point
   */
  exchanged(point) {
    return (point % this.size) * this.size + Math.floor(point / this.size);
  }

  /**
   * The points within a brush, the nearest first: so that what does not fit in is its rim.
   * @param {number} row
   * @param {number} column
   * @param {number} width
   */
  under(row, column, width) {
    const reach = width / 2;
    /** @type {[number, number][]} */
    const found = [];
    for (let r = Math.max(0, Math.ceil(row - reach)); r <= Math.min(this.size - 1, row + reach); r += 1)
      for (let c = Math.max(0, Math.ceil(column - reach)); c <= Math.min(this.size - 1, column + reach); c += 1) {
        const distance = Math.hypot(r - row, c - column);
        if (distance <= reach) found.push([distance, r * this.size + c]);
      }
    return found.sort((a, b) => a[0] - b[0]).map(([, point]) => point);
  }

  /** @param {number[]} points */
  paint(points) {
    for (const point of points.slice(0, this.budget)) {
      this.points.delete(point);
      this.points.add(point);
    }
    this.fade();
  }

  /** @param {Iterable<number>} points */
  erase(points) { for (const point of points) this.points.delete(point); }

  fade() {
    for (const oldest of [...this.points].slice(0, Math.max(0, -this.left))) this.points.delete(oldest);
  }

  /**
   * Begin with given points: the farther from the origin, the older.
   * @param {Iterable<number>} points
   */
  begin(points) {
    const [row, column] = this.origin;
    /** @param {number} point */
    const distance = (point) => Math.hypot(Math.floor(point / this.size) - row, (point % this.size) - column);
    this.points = new Set([...points].sort((a, b) => distance(b) - distance(a)));
    this.fade();
  }

  /** @param {number} budget */
  afford(budget) {
    this.budget = budget;
    this.fade();
  }

  /** Remember what is there, before it is changed. */
  remember() {
    this.past.push([...this.points]);
    if (this.past.length > 100) this.past.shift();
  }

  undo() {
    const before = this.past.pop();
    if (!before) return false;
    this.points = new Set(before);
    this.fade();
    return true;
  }

  mask() {
    const values = new Uint8Array(this.size ** 2);
    for (const point of this.points) values[point] = 1;
    return values;
  }
}
