// Charts of a run; their figures stand in the table below each.
(() => {
  const NAMES = document.documentElement.lang === "en"
    ? {finding: "finding", clean: "clean", unobservable: "cannot look", not_judged: "cannot tell"}
    : {finding: "有问题", clean: "没有问题", unobservable: "看不到", not_judged: "说不准"};
  const COLOURS = {finding: "#9c1c1c", clean: "#2f855a", unobservable: "#8a91a0", not_judged: "#c3c8d2"};
  document.querySelectorAll("[data-chart]").forEach((place) => {
    const said = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const chart = echarts.init(place, null, {renderer: "svg"});
    chart.setOption({
      animation: false, tooltip: {trigger: "axis"}, legend: {top: 0},
      grid: {left: 8, right: 24, top: 36, bottom: 8, containLabel: true},
      xAxis: {type: "value"}, yAxis: {type: "category", inverse: true, data: said.title, axisLabel: {width: 150, overflow: "truncate"}},
      series: Object.keys(NAMES).map((name) => ({name: NAMES[name], type: "bar", stack: "all", data: said[name], itemStyle: {color: COLOURS[name]}})),
    });
    place.style.height = `${Math.max(220, 60 + 22 * said.title.length)}px`;
    chart.resize();
    addEventListener("resize", () => chart.resize());
  });
})();
