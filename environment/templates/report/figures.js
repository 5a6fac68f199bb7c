// Decompresses Plotly's script and replaces each still image by its figure. Browsers that cannot keep the images.
(async () => {
  const packed = Uint8Array.from(atob(document.getElementById("plotly-script").textContent), c => c.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
  // Figures follow the width of their container, which changes with the window and with scrollbars.
  const follow = new ResizeObserver(entries => entries.forEach(({target}) => {
    if (target.clientWidth > 0 && Math.abs(target.clientWidth - target._fullLayout.width) >= 1) {
      Plotly.Plots.resize(target);
    }
  }));
  for (const figure of document.querySelectorAll(".audio-tokens-figure")) {
    const holder = figure.firstElementChild;
    const {data, layout, config} = JSON.parse(figure.querySelector("script").textContent);
    const still = [...holder.childNodes];
    holder.replaceChildren();
    try {
      await Plotly.newPlot(holder, data, layout, config);
      follow.observe(holder);
    } catch (error) {
      holder.replaceChildren(...still);
      console.error(error);
    }
  }
})();
