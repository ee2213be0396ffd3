(() => {
  'use strict';
  const body = document.body;
  const fail = what => { body.dataset.error = what; };
  addEventListener('error', e => fail(e.message));
  addEventListener('securitypolicyviolation', e => fail(e.violatedDirective + ' ' + e.blockedURI));

  // The browser's own tooltips come late and cannot be styled: take over their text.
  for (const title of document.querySelectorAll('svg title')) {
    const shape = title.parentNode;
    shape.dataset.tip = title.textContent;
    shape.setAttribute('role', 'img');
    shape.setAttribute('aria-label', title.textContent);
    if (shape.classList.contains('hit')) shape.setAttribute('tabindex', '0');
    title.remove();
  }
  // What scrolls sideways can be scrolled by keys; a drawing that does is a region with its name.
  const reachable = () => {
    for (const part of document.querySelectorAll('.scroll, .plot')) {
      const scrolls = part.scrollWidth > part.clientWidth;
      const drawing = part.querySelector(':scope > svg');
      const set = (name, value) => scrolls ? part.setAttribute(name, value) : part.removeAttribute(name);
      set('tabindex', '0');
      if (drawing) {
        set('role', 'region');
        set('aria-label', drawing.getAttribute('aria-label') + ', wider than the window');
      }
    }
  };
  addEventListener('load', reachable);
  addEventListener('resize', reachable);
  addEventListener('change', reachable);

  const tip = document.getElementById('tip');
  const show = (shape, x, y) => {
    tip.hidden = !shape;
    if (!shape) return;
    tip.textContent = shape.dataset.tip;
    const left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8);
    const below = y + 18 + tip.offsetHeight < innerHeight;
    tip.style.left = Math.max(4, left) + 'px';
    tip.style.top = (below ? y + 18 : y - tip.offsetHeight - 10) + 'px';
  };
  const point = e => show(e.target.closest ? e.target.closest('[data-tip]') : null, e.clientX, e.clientY);
  addEventListener('focusin', e => {
    const box = e.target.getBoundingClientRect();
    if (e.target.dataset.tip) show(e.target, box.left + box.width / 2, box.top + box.height / 2);
  });
  addEventListener('focusout', () => { tip.hidden = true; });
  addEventListener('pointermove', point);
  addEventListener('pointerdown', point);
  addEventListener('scroll', () => { tip.hidden = true; });

  // Paper cannot unfold anything.
  addEventListener('beforeprint', () => {
    for (const part of document.querySelectorAll('details')) part.open = true;
  });

  // Once laid out, count the plots in which something can be seen.
  const drawn = svg => [...svg.querySelectorAll('rect, path, line, circle')].some(shape => {
    const box = shape.getBBox();
    return (box.width > 0 || box.height > 0) && shape.getClientRects().length > 0;
  });
  const count = () => {
    const plots = [...document.querySelectorAll('svg[data-plot]')];
    body.dataset.plots = plots.length;
    body.dataset.plotsDrawn = plots.filter(drawn).length;
  };
  if (document.readyState === 'complete') count();
  else addEventListener('load', count);
})();
