'use strict';
{
  const { sounds, clusters } = JSON.parse(document.getElementById('content').textContent);
  const byId = id => document.getElementById(id);
  const svg = document.querySelector('#neighbors svg');
  const player = document.querySelector('#neighbors audio');
  const shapes = [ // clusters of the same color have different shapes
    r => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
    r => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
    r => `M0 ${-1.3 * r}L${1.2 * r} ${r}H${-1.2 * r}z`,
    r => `M0 ${-1.4 * r}L${1.4 * r} 0L0 ${1.4 * r}L${-1.4 * r} 0z`,
  ];
  const colors = new Set(clusters.map(cluster => cluster.color)).size;
  const shapeOf = cluster => shapes[Math.floor(cluster / colors) % shapes.length];
  const element = (name, attributes) => {
    const created = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => created.setAttribute(key, value));
    return created;
  };
  const scale = (key, from, to) => {
    const values = sounds.map(sound => sound[key]);
    const low = Math.min(...values), high = Math.max(...values);
    return value => high > low ? from + (value - low) / (high - low) * (to - from) : (from + to) / 2;
  };
  const x = scale('x', 40, 960), y = scale('y', 660, 40);
  const radius = sounds.length > 600 ? 5 : 8;

  const points = sounds.map((sound, index) => {
    const name = `${sound.file}: ${sound.labels}`;
    const point = element('path', {
      d: shapeOf(sound.cluster)(radius), transform: `translate(${x(sound.x)} ${y(sound.y)})`,
      fill: clusters[sound.cluster].color, role: 'button', tabindex: 0, 'aria-label': name,
    });
    const title = element('title', {});
    title.textContent = name;
    point.append(title);
    const showName = () => { byId('hovered').textContent = `${name} (cluster ${sound.cluster + 1})`; };
    point.addEventListener('mouseenter', showName);
    point.addEventListener('focus', showName);
    point.addEventListener('click', () => choose(index));
    point.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose(index);
      }
    });
    svg.append(point);
    return point;
  });
  clusters.forEach((cluster, number) => {
    const members = sounds.filter(sound => sound.cluster === number);
    const mean = key => members.reduce((sum, sound) => sum + sound[key], 0) / members.length;
    const text = element('text', { x: x(mean('x')), y: y(mean('y')) });
    text.textContent = number + 1;
    svg.append(text);
  });

  const button = (text, action) => {
    const created = document.createElement('button');
    created.textContent = text;
    created.addEventListener('click', action);
    return created;
  };

  function choose(index) {
    const sound = sounds[index];
    points.forEach((point, i) => point.classList.toggle('chosen', i === index));
    byId('chosen').textContent = sound.file;
    byId('about').textContent =
      `${sound.labels}; cluster ${sound.cluster + 1}, ${clusters[sound.cluster].name}; ${sound.path}`;
    byId('nearest').replaceChildren(...sound.nearest.map((neighbor, rank) => {
      const item = document.createElement('li');
      const distance = sound.distances[rank].toFixed(2);
      item.append(button(sounds[neighbor].file, () => choose(neighbor)), ` at distance ${distance}`);
      return item;
    }));
    player.src = sound.excerpt;
    player.play().catch(() => {}); // the browser may require another click before it plays
  }

  let selected = -1; // index of the cluster, or -1
  byId('clusters').append(...clusters.map((cluster, number) => {
    const item = document.createElement('li');
    const style = 'width:1em;height:1em;border:none;vertical-align:-0.1em';
    const symbol = element('svg', { viewBox: '-12 -12 24 24', style });
    symbol.append(element('path', { d: shapeOf(number)(8), fill: cluster.color }));
    const clusterButton = button(`${cluster.name} (${cluster.size})`, () => {
      selected = selected === number ? -1 : number;
      points.forEach((point, i) => point.classList.toggle('dim', selected >= 0 && sounds[i].cluster !== selected));
      document.querySelectorAll('#clusters > li > button').forEach((other, i) =>
        other.setAttribute('aria-pressed', i === selected));
    });
    clusterButton.setAttribute('aria-pressed', false);
    const typical = document.createElement('small');
    typical.append(' such as ');
    cluster.typical.forEach((index, rank) => {
      if (rank > 0) typical.append(', ');
      typical.append(button(sounds[index].file, () => choose(index)));
    });
    item.append(symbol, ' ', clusterButton, typical);
    return item;
  }));
}
