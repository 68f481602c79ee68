// Show the numbers of a bar below its chart: at first the last bar, or the first mark of a timeline, then the one under
// the pointer or reached by Tab and the arrow keys.
document.addEventListener("DOMContentLoaded", () => {
  for (const chart of document.querySelectorAll(".chart")) {
    const bars = [...chart.querySelectorAll(".point")];
    const reading = chart.querySelector(".reading");
    const show = (bar) => {
      for (const each of bars) each.tabIndex = each === bar ? 0 : -1;
      reading.textContent = bar.querySelector("title").textContent;
    };
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length };
    chart.addEventListener("keydown", (event) => {
      const place = bars.indexOf(document.activeElement);
      if (place < 0 || !(event.key in steps)) return;
      event.preventDefault();
      bars[Math.min(Math.max(place + steps[event.key], 0), bars.length - 1)].focus();
    });
    for (const bar of bars) {
      bar.addEventListener("pointerenter", () => show(bar));
      bar.addEventListener("focus", () => show(bar));
    }
    show(chart.classList.contains("timeline") ? bars[0] : bars.at(-1));
  }
});
