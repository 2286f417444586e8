// <point-map data-for="id of the text field" data-frame="west north sx sy x0 y0">: a point put on the outline of the
// territory, by touch or with the arrow keys. The text field keeps it, and stays the one thing that is sent.
const WRITTEN = /(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)/;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FURTHEST = 1, NEAREST = 32;

customElements.define("point-map", class extends HTMLElement {
  connectedCallback() {
    this.box = document.getElementById(this.dataset.for);
    this.communes = document.getElementById(this.dataset.commune);
    if (!this.box) return;
    [this.west, this.north, this.sx, this.sy, this.x0, this.y0] = this.dataset.frame.split(" ").map(Number);
    this.svg = this.querySelector(".map");
    this.pad = this.querySelector(".pad");
    this.mark = this.querySelector(".mark");
    this.heard = this.querySelector("[role=status]");
    this.areas = [...this.querySelectorAll("[data-name]")];
    const { width, height } = this.svg.viewBox.baseVal;
    [this.width, this.height, this.zoom] = [width, height, 1];
    this.hidden = false;
    this.pad.addEventListener("click", (event) => this.put(this.under(event)));
    this.pad.addEventListener("keydown", (event) => this.key(event));
    this.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => this.zoomBy(Number(button.dataset.zoom))));
    this.querySelector("[data-clear]").addEventListener("click", () => { this.box.value = ""; this.told(); this.read(); });
    this.box.addEventListener("input", (event) => { if (event.isTrusted) this.read(); });
    this.read();
  }

  under(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return { x, y };
  }

  key(event) {
    const move = MOVES[event.key];
    if (move) {
      const step = (this.width / this.zoom) * (event.shiftKey ? 0.1 : 0.02);
      const from = this.point ?? { x: this.width / 2, y: this.height / 2 };
      this.put(this.point ? { x: from.x + move[0] * step, y: from.y + move[1] * step } : from);
    } else if (event.key === "+" || event.key === "=") this.zoomBy(2);
    else if (event.key === "-") this.zoomBy(0.5);
    else return;
    event.preventDefault();
  }

  put({ x, y }) {
    this.point = { x: Math.min(Math.max(x, 0), this.width), y: Math.min(Math.max(y, 0), this.height) };
    const lat = this.north - (this.point.y - this.y0) / this.sy;
    const lon = this.west + (this.point.x - this.x0) / this.sx;
    this.box.value = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
    this.told();
    this.draw();
    this.choose(this.name());
  }

  // What one typed or what the draft kept.
  read() {
    const found = WRITTEN.exec(this.box.value);
    this.point = found && { x: this.x0 + (found[2] - this.west) * this.sx, y: this.y0 + (this.north - found[1]) * this.sy };
    this.draw();
  }

  told() { this.box.dispatchEvent(new Event("input", { bubbles: true })); }

  zoomBy(times) {
    this.zoom = Math.min(Math.max(this.zoom * times, FURTHEST), NEAREST);
    this.draw();
  }

  draw() {
    const centre = this.point ?? { x: this.width / 2, y: this.height / 2 };
    const [wide, tall] = [this.width / this.zoom, this.height / this.zoom];
    const left = Math.min(Math.max(centre.x - wide / 2, 0), this.width - wide);
    const top = Math.min(Math.max(centre.y - tall / 2, 0), this.height - tall);
    this.svg.setAttribute("viewBox", `${left} ${top} ${wide} ${tall}`);
    if (this.point) {
      this.mark.setAttribute("transform", `translate(${this.point.x} ${this.point.y}) scale(${1 / this.zoom})`);
      this.mark.removeAttribute("display");
    } else this.mark.setAttribute("display", "none");
    const { name, inside } = this.place();
    this.heard.textContent = this.point ? (inside ? this.dataset.here : this.dataset.near).replace("{name}", name) : this.dataset.none;
  }

  name() { return this.place().name; }

  // The area the point lies in, else the one whose middle is nearest.
  place() {
    if (!this.point) return { name: "", inside: false };
    const at = this.svg.createSVGPoint();
    [at.x, at.y] = [this.point.x, this.point.y];
    const around = this.areas.find((area) => area.isPointInFill(at));
    if (around) return { name: around.dataset.name, inside: true };
    const far = (area) => {
      const { x, y, width, height } = area.getBBox();
      return Math.hypot(x + width / 2 - at.x, y + height / 2 - at.y);
    };
    const nearest = this.areas.reduce((best, area) => (far(area) < far(best) ? area : best));
    return { name: nearest.dataset.name, inside: false };
  }

  // The list of communes follows the point, unless one chose there oneself.
  choose(name) {
    if (!this.communes || (this.communes.value && this.communes.value !== this.chosen)) return;
    const option = [...this.communes.options].find((one) => one.text === name);
    if (option) this.communes.value = this.chosen = option.value;
  }
});
