extension SchemaPicture {
    /// What the page of a schema does.
    static let script = #"""
        const signs = { added: '+', removed: '−', changed: '~' };
        const sign = mark => mark ? signs[mark] + ' ' : '';
        const link = key => byKey.has(key)
          ? make('button', { class: 'link name', type: 'button', onclick: () => go(key) }, objects[byKey.get(key)].name)
          : make('span', { class: 'name' }, key);

        function drawList() {
          let kind = null;
          objects.forEach((object, index) => {
            if (object.kind !== kind) {
              kind = object.kind;
              at('list').append(make('li', { role: 'presentation', class: 'head', 'data-kind': kind }, kind));
            }
            at('list').append(make('li', { role: 'option', id: 'object' + index, 'aria-selected': 'false',
              class: ['name', object.mark].filter(name => name).join(' '), title: object.name },
              sign(object.mark) + shown(object.name)));
          });
        }

        function columns(object) {
          if (!object.columns) return [];
          const rows = object.columns.map(column => make('tr', { class: column.mark },
            data.compared && make('td', { class: 'sign', title: column.mark }, sign(column.mark)),
            make('td', { class: 'name' }, column.name),
            make('td', {}, make('span', { class: 'name' }, column.type || ''), column.required && ' not null',
              column.value && make('div', { class: 'name faint' }, column.value),
              column.comment && make('div', { class: 'faint' }, column.comment)),
            make('td', {}, column.keys || '')));
          const heads = [...(data.compared ? [''] : []), 'column', 'type', 'keys'];
          return section('Columns', make('table', {},
            make('thead', {}, make('tr', {}, heads.map(word => make('th', { scope: 'col' }, word)))),
            make('tbody', {}, rows)));
        }

        function relations(title, list) {
          return section(title, list.length && make('ul', {}, list.map(({ from, relation }) => {
            const words = [relation.rule, relation.name && '(' + relation.name + ')'].filter(word => word).join(' ');
            const head = sign(relation.mark);
            return make('li', { class: relation.mark }, head,
              from !== undefined ? [link(objects[from].key), ' ', make('span', { class: 'name' }, relation.text)]
                : !byKey.has(relation.to) ? make('span', { class: 'name' }, relation.text)
                : [make('span', { class: 'name' }, relation.word || relation.columns.join(', ') + ' ->'), ' ',
                  link(relation.to), relation.targets && ' (' + shown(relation.targets.join(', ')) + ')'],
              words && make('div', { class: 'faint' }, words));
          })));
        }

        function notes(object) {
          const isLong = note => note.text.length > 90 || note.text.includes('\n');
          return section('Keys, indexes and definitions', object.notes && make('ul', {}, object.notes.map(note =>
            make('li', { class: note.mark }, sign(note.mark) + note.kind,
              note.name && [' ', make('code', {}, note.name)],
              isLong(note) ? make('pre', {}, note.text) : [' ', make('code', {}, note.text)]))));
        }

        function differences(object) {
          return section('Differences', (object.differences || []).map(difference => [
            make('div', { class: difference.destroys ? 'bad' : null }, difference.summary,
              difference.destroys && ' (destroys data)'),
            (difference.hazards || []).map(hazard => make('div', { class: 'care' }, hazard)),
            difference.sql && make('pre', {}, statements(difference.sql))]));
        }

        function show(index) {
          const object = objects[index];
          const detail = at('detail');
          detail.replaceChildren();
          fill(detail, {}, [
            make('h2', { class: object.mark }, sign(object.mark) + shown(object.name)),
            make('div', { class: 'faint' }, object.kind),
            object.comment && make('p', {}, object.comment),
            differences(object), columns(object),
            relations('Points to', (object.relations || []).map(relation => ({ relation }))),
            relations('Pointed to by', pointing[index]), notes(object)]);
          detail.scrollTop = 0;
          picture(index);
        }

        function picture(index) {
          const place = at('picture');
          place.replaceChildren();
          if (!objects[index].drawn) return;
          const drawn = drawAround(index, Number(at('depth').value));
          if (drawn.left) {
            place.append(make('p', { class: 'left' }, count(drawn.left, 'more neighbour') + ', not drawn'));
          }
          place.append(drawn.picture);
          // What is to fit becomes smaller, but not too small to be read.
          const scale = at('fit').checked ? Math.max(0.6, Math.min(1, (place.clientWidth - 4) / drawn.width,
            (place.clientHeight - 4) / drawn.height)) : 1;
          drawn.picture.setAttribute('width', drawn.width * scale);
          drawn.picture.setAttribute('height', drawn.height * scale);
          const { x, y, width, height } = drawn.place;
          place.scrollLeft = (x + width / 2) * scale - place.clientWidth / 2;
          place.scrollTop = Math.min(y * scale - 20, (y + height / 2) * scale - place.clientHeight / 2);
        }

        drawList();
        const indexOf = option => Number(option.id.slice('object'.length));
        const chooser = new Chooser(at('list'), option => {
          show(indexOf(option));
          remember(objects[indexOf(option)].key);
        });
        function go(key) {
          if (!byKey.has(key)) return;
          const option = at('object' + byKey.get(key));
          option.hidden = false;
          chooser.choose(option);
          at('list').focus();
        }
        const again = () => { if (chooser.chosen) picture(indexOf(chooser.chosen)); };

        const texts = objects.map(object => [object.name, object.kind, object.comment,
          (object.columns || []).map(column => [column.name, column.comment]),
          (object.notes || []).map(note => note.name)]
          .flat(2).filter(text => text).join('\n').toLowerCase());
        let words = '';
        function sift() {
          let found = 0;
          const kinds = new Set();
          objects.forEach((object, index) => {
            const isShown = (!words || texts[index].includes(words)) && (!at('only').checked || object.mark);
            at('object' + index).hidden = !isShown;
            if (!isShown) return;
            found += 1;
            kinds.add(object.kind);
          });
          for (const head of at('list').querySelectorAll('.head')) head.hidden = !kinds.has(head.dataset.kind);
          at('found').textContent = words || at('only').checked ? count(found, 'object') : '';
        }
        searchBy(at('search'), at('list'), text => { words = text; sift(); });
        at('search').addEventListener('keydown', event => {
          const options = chooser.options;
          if (event.key !== 'Enter' || !options.length) return;
          chooser.choose(options[0]);
          at('list').focus();
        });
        at('only').addEventListener('change', sift);
        at('depth').addEventListener('change', again);
        at('fit').addEventListener('change', again);
        at('list').addEventListener('keydown', event => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.key === 'Enter') at('detail').focus();
          if (/^[0-3]$/.test(event.key)) { at('depth').value = event.key; again(); }
        });
        at('detail').addEventListener('keydown', event => { if (event.key === 'Escape') at('list').focus(); });
        const press = event => {
          const card = event.target.closest('.card');
          if (!card || (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ')) return;
          event.preventDefault();
          go(card.dataset.key);
        };
        at('picture').addEventListener('click', press);
        at('picture').addEventListener('keydown', press);
        window.addEventListener('hashchange', () => go(remembered()));

        if (data.compared) {
          at('changes').hidden = false;
          at('only').checked = objects.some(object => object.mark);
          for (const mark of ['added', 'removed', 'changed']) {
            const key = make('span', { class: 'key ' + mark });
            at('legend').append(make('li', { class: mark }, key, ` ${signs[mark]} ${mark}`));
          }
        } else at('legend').append(make('li', {}, count(objects.length, 'object') + ' · * not null'));
        sift();
        // First the one that the address names, one that changed, or the one with the most neighbours.
        const weight = (object, index) => (object.mark ? 1e6 : 0) + (object.drawn ? 1 : 0)
          + pointing[index].length + (object.relations || []).length;
        const weights = objects.map(weight);
        const heaviest = weights.reduce((best, value, index) => value > weights[best] ? index : best, 0);
        if (byKey.has(remembered())) go(remembered());
        else if (objects.length) chooser.choose(at('object' + heaviest));
        else at('picture').append(make('p', { class: 'left' }, data.compared ? 'No difference' : 'Nothing is there'));
        at('list').focus();

        """#
}
