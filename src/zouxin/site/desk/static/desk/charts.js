// Draws each chart from the data beside it. Without this script the tables say the same; names of series and numbers stand in the page.
(() => {
  const look = getComputedStyle(document.documentElement);
  const colour = (name) => look.getPropertyValue(name).trim();
  const tones = { bad: colour("--bad"), good: colour("--good"), warn: colour("--tone-warn"), dim: colour("--tone-dim"), soft: colour("--tone-soft"), "": colour("--link") };
  const size = parseFloat(look.fontSize) * 0.85;
  const text = { color: colour("--ink"), fontSize: size, fontFamily: "inherit" };

  const option = (data) => {
    const flat = data.kind === "bar";
    const names = { type: "category", data: data.labels, axisLabel: { ...text, interval: flat ? 0 : "auto", width: flat ? 150 : undefined, overflow: flat ? "truncate" : "none" }, inverse: flat };
    const values = { type: "value", axisLabel: { ...text, formatter: `{value}${data.unit}` }, minInterval: data.unit ? 0 : 1, max: data.unit === "%" ? 100 : undefined };
    return {
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      textStyle: text,
      grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
      xAxis: flat ? values : names,
      yAxis: flat ? names : values,
      series: data.series.map((one) => ({
        name: one.name, type: data.kind === "line" ? "line" : "bar", stack: data.kind === "stack" ? "all" : undefined, data: one.values, barMaxWidth: 46,
        itemStyle: { color: tones[one.tone] }, lineStyle: { color: tones[one.tone], width: 2 }, connectNulls: false, symbolSize: 6, showAllSymbol: true,
      })),
    };
  };

  const drawn = [];
  for (const box of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    if (data.kind === "bar") box.classList.add(data.labels.length > 24 ? "tall" : data.labels.length > 10 ? "taller" : "short");
    box.hidden = false;
    const chart = window.echarts.init(box);
    chart.setOption(option(data));
    drawn.push(chart);
  }
  window.addEventListener("resize", () => drawn.forEach((one) => one.resize()));
})();
