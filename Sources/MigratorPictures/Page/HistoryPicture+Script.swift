extension HistoryPicture {
    /// What the page of a history does.
    static let script = #"""
        const revisions = data.revisions || [];
        const rowOf = new Map(revisions.map((revision, row) => [revision.id, row]));
        const children = new Map();
        for (const revision of revisions) {
          for (const parent of revision.parents || []) {
            if (!children.has(parent)) children.set(parent, []);
            children.get(parent).push(revision.id);
          }
        }
        const height = 28;
        const gap = Math.max(4, Math.min(16, 400 / Math.max(1, data.width)));
        const x = lane => 14 + lane * gap;
        const y = row => row * height + height / 2;
        const state = revision => !data.asked ? '' : revision.applied ? 'applied' : 'pending';

        function line(from, edge) {
          const [r1, r2] = [rowOf.get(from.id), rowOf.get(edge.to)];
          const target = revisions[r2];
          const [x1, y1, x2, y2, way] = [x(from.lane), y(r1), x(target.lane), y(r2), x(edge.lane)];
          const bend = (fromX, fromY, toX, toY) => fromX === toX ? ` L${toX} ${toY}`
            : ` C${fromX} ${(fromY + toY) / 2} ${toX} ${(fromY + toY) / 2} ${toX} ${toY}`;
          let path = `M${x1} ${y1}`;
          if (r2 - r1 === 1) path += bend(x1, y1, x2, y2);
          else {
            path += bend(x1, y1, way, y1 + height);
            if (way === x2) path += ` L${x2} ${y2}`;
            else path += ` L${way} ${y2 - height}` + bend(way, y2 - height, x2, y2);
          }
          return draw('path', { d: path, class: edge.need ? 'need' : null });
        }

        function drawGraph() {
          const graph = at('graph');
          const width = x(data.width) + 4;
          graph.setAttribute('width', width);
          graph.setAttribute('height', revisions.length * height);
          at('list').style.setProperty('--lanes', width + 'px');
          for (const revision of revisions) for (const edge of revision.edges || []) graph.append(line(revision, edge));
          revisions.forEach((revision, row) => {
            const place = { cx: x(revision.lane), cy: y(row) };
            const isMerge = (revision.parents || []).length > 1;
            graph.append(draw('circle', { ...place, r: isMerge ? 5.5 : 4.5, class: state(revision) || null }));
            if (revision.current) graph.append(draw('circle', { ...place, r: 8.5, class: 'ring' }));
          });
        }

        function drawList() {
          revisions.forEach((revision, row) => at('list').append(make('li',
            { role: 'option', id: 'row' + row, 'aria-selected': 'false' },
            make('span', { class: 'name' }, revision.id),
            revision.head && make('span', { class: 'badge' }, 'head'),
            revision.current && make('span', { class: 'badge current' }, 'database'),
            state(revision) === 'pending' && make('span', { class: 'badge pending' }, 'pending'),
            (revision.parents || []).length > 1 && make('span', { class: 'badge' }, 'merge'),
            (revision.labels || []).map(label => make('span', { class: 'badge' }, label)),
            ' ', revision.message || '')));
        }

        const link = id => rowOf.has(id)
          ? make('button', { class: 'link name', type: 'button', onclick: () => go(id) }, id)
          : make('span', { class: 'name' }, id);
        const links = ids => ids.map((id, index) => [index ? ', ' : '', link(id)]);
        const entry = (word, value) => value && value.length ? [make('dt', {}, word), make('dd', {}, value)] : [];

        function script(title, script) {
          if (!script) return [];
          return section(title,
            script.problem && make('p', { class: 'care' }, script.problem),
            script.operations && make('ul', {}, script.operations.map(text => make('li', {}, text))),
            script.payloads && make('p', {}, 'Payloads: ', script.payloads.join(', ')),
            script.sql && make('pre', {}, statements(script.sql)));
        }

        function time(ms) {
          return ms < 1000 ? ms + ' ms' : ms < 60000 ? (ms / 1000).toFixed(1) + ' s'
            : Math.floor(ms / 60000) + ' min ' + Math.round(ms % 60000 / 1000) + ' s';
        }

        function runs(list) {
          if (!list || !list.length) return [];
          const rows = list.map(run => make('tr', {},
            make('td', {}, run.direction, run.done ? '' : make('span', { class: 'care' }, ' unfinished')),
            make('td', {}, run.at), make('td', {}, time(run.ms)), make('td', {}, run.statements),
            make('td', {}, run.rows), make('td', {}, run.engine, run.tag ? ' · ' + run.tag : '')));
          const heads = ['run', 'begun', 'took', 'statements', 'rows', 'by'];
          return section('Runs', make('table', {},
            make('thead', {}, make('tr', {}, heads.map(word => make('th', { scope: 'col' }, word)))),
            make('tbody', {}, rows)));
        }

        function show(revision) {
          const detail = at('detail');
          detail.replaceChildren();
          fill(detail, {}, [
            make('h2', {}, revision.message || revision.id),
            make('dl', {},
              entry('revision', [make('span', { class: 'name' }, revision.id)]),
              entry('state', data.asked && [revision.applied ? make('span', { class: 'good' }, 'applied')
                : make('span', { class: 'care' }, 'pending'), revision.current ? ', the database stands here' : '']),
              entry('follows', links(revision.parents || [])),
              entry('depends on', links(revision.needs || [])),
              entry('followed by', links(children.get(revision.id) || [])),
              entry('labels', (revision.labels || []).join(', ')),
              entry('written in', revision.source)),
            runs(revision.runs), script('Upgrade', revision.upgrade), script('Downgrade', revision.downgrade)]);
          detail.scrollTop = 0;
        }

        drawGraph();
        drawList();
        const chooser = new Chooser(at('list'), option => {
          const revision = revisions[Number(option.id.slice(3))];
          show(revision);
          remember(revision.id);
        });
        const go = id => { if (rowOf.has(id)) { chooser.choose(at('row' + rowOf.get(id))); at('list').focus(); } };
        const chosen = () => revisions[Number((chooser.chosen || { id: 'row0' }).id.slice(3))];

        const texts = revisions.map(revision => [revision.id, revision.message, revision.labels, revision.source,
          ...[revision.upgrade, revision.downgrade].map(part => part && [part.operations, part.payloads, part.sql])]
          .flat(3).filter(text => text).join('\n').toLowerCase());
        let matches = [];
        function search(words) {
          matches = [];
          revisions.forEach((revision, row) => {
            const isMatch = !words || texts[row].includes(words);
            at('row' + row).classList.toggle('passed', !isMatch);
            if (words && isMatch) matches.push(row);
          });
          at('found').textContent = words ? count(matches.length, 'revision') : '';
          if (matches.length) at('row' + matches[0]).scrollIntoView({ block: 'nearest' });
        }
        function next(step) {
          if (!matches.length) return;
          const row = rowOf.get(chosen().id);
          const later = step > 0 ? matches.find(match => match > row) : matches.findLast(match => match < row);
          go(revisions[later ?? (step > 0 ? matches[0] : matches[matches.length - 1])].id);
        }
        searchBy(at('search'), at('list'), search);
        at('search').addEventListener('keydown', event => {
          if (event.key !== 'Enter' || !matches.length) return;
          go(revisions[matches[0]].id);
        });
        at('list').addEventListener('keydown', event => {
          if (event.ctrlKey || event.metaKey || event.altKey || !revisions.length) return;
          if (event.key === 'Enter') at('detail').focus();
          if (event.key === 'n') next(1);
          if (event.key === 'N') next(-1);
          if (event.key === 'p') go((chosen().parents || [])[0]);
          if (event.key === 'c') go((children.get(chosen().id) || [])[0]);
        });
        at('detail').addEventListener('keydown', event => { if (event.key === 'Escape') at('list').focus(); });

        const legend = data.asked ? [['applied', 'applied'], ['pending', 'pending'], ['current', 'the database']] : [];
        for (const [kind, word] of [...legend, ['need', 'depends on']]) {
          at('legend').append(make('li', {}, make('span', { class: 'key ' + kind }), ' ' + word));
        }
        window.addEventListener('hashchange', () => go(remembered()));
        const first = rowOf.get(remembered()) ?? Math.max(0, revisions.findIndex(revision => revision.current));
        if (revisions.length) chooser.choose(at('row' + first), 'center');
        at('list').focus();

        """#
}
