// Decompresses Plotly's script and replaces each static image by an interactive figure; on failure, the image remains.
(async () => {
  const compressed = Uint8Array.from(atob(document.getElementById("plotly-script").textContent), c => c.charCodeAt(0));
  const decompressed = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(decompressed).text();
  document.head.append(script);
  // Figures follow the width of their container, which changes with the window and with scrollbars.
  const widthObserver = new ResizeObserver(entries => entries.forEach(({target}) => {
    if (target.clientWidth > 0 && Math.abs(target.clientWidth - target._fullLayout.width) >= 1) {
      Plotly.Plots.resize(target);
    }
  }));
  for (const figure of document.querySelectorAll(".audio-tokens-figure")) {
    const container = figure.firstElementChild;
    const {data, layout, config} = JSON.parse(figure.querySelector("script").textContent);
    const staticImage = [...container.childNodes];
    container.replaceChildren();
    try {
      await Plotly.newPlot(container, data, layout, config);
      widthObserver.observe(container);
    } catch (error) {
      container.replaceChildren(...staticImage);
      console.error(error);
    }
  }
})();
