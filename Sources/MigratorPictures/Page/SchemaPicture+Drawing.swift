extension SchemaPicture {
    /// How tables and the lines between them are drawn.
    static let drawing = #"""
        const letter = 7.3;
        const rowHeight = 18;
        const topHeight = 26;
        const gap = 70;
        const cut = (text, length) => text.length > length ? text.slice(0, length - 1) + '…' : text;

        // A neighbour shows the columns that join it and those that changed; the chosen table shows more.
        function rowsOf(object, isFocus) {
          const columns = object.columns || [];
          const limit = isFocus ? 60 : 12;
          if (columns.length <= limit) return { rows: columns, left: 0 };
          const matters = columns.filter(column => column.keys || column.mark);
          const rows = isFocus ? columns.slice(0, limit) : matters.slice(0, limit);
          return { rows, left: columns.length - rows.length };
        }

        function card(index, isFocus) {
          const object = objects[index];
          const { rows, left } = rowsOf(object, isFocus);
          const names = Math.max(6, ...rows.map(column => Math.min(28, column.name.length)));
          const types = Math.max(4, ...rows.map(column => Math.min(isFocus ? 26 : 16, (column.type || '').length + 2)));
          const title = object.kind === 'table' ? object.name : object.name + ' · ' + object.kind;
          const letters = Math.max(6 + names + types, Math.min(44, title.length) + 2);
          const width = Math.ceil(letters * letter) + 16;
          const height = topHeight + (rows.length + (left ? 1 : 0)) * rowHeight + (rows.length || left ? 4 : 0);
          return { index, object, rows, left, names, types, width, height, title, isFocus, x: 0, y: 0 };
        }

        function drawCard(card) {
          const { object, rows, left, x, y, width, height } = card;
          const text = (column, row, kind, content) => draw('text',
            { x: x + 8 + column * letter, y: y + topHeight + row * rowHeight + 13, class: kind }, content);
          const body = rows.map((column, row) => [
            column.mark && draw('rect', { class: 'row ' + column.mark, x: x + 1, width: width - 2,
              y: y + topHeight + row * rowHeight, height: rowHeight }),
            text(0, row, 'keys', column.keys || ''),
            text(6, row, null, cut(shown(column.name), card.names)),
            text(7 + card.names, row, 'type',
              cut(shown(column.type || ''), card.types - 2) + (column.required ? ' *' : ''))]);
          return draw('g', { class: ['card', object.mark, card.isFocus && 'focus'].filter(name => name).join(' '),
              tabindex: 0, role: 'button', 'data-key': object.key, 'aria-label': object.kind + ' ' + object.name },
            draw('title', {}, object.comment ? object.name + ': ' + object.comment : object.name),
            draw('rect', { class: 'box', x, y, width, height, rx: 4 }),
            draw('path', { class: 'top', d: `M${x} ${y + topHeight} v-${topHeight - 4} q0 -4 4 -4 h${width - 8} `
              + `q4 0 4 4 v${topHeight - 4} z` }),
            draw('text', { class: 'title', x: x + 8, y: y + 17 }, cut(shown(card.title), 44)),
            body,
            left > 0 && text(6, rows.length, 'type', '… ' + left + ' more'));
        }

        function rowPlace(card, names) {
          const row = card.rows.findIndex(column => names && column.name === names[0]);
          return card.y + (row < 0 ? topHeight / 2 : topHeight + row * rowHeight + rowHeight / 2);
        }

        function drawEdge(from, to, relation) {
          const [y1, y2] = [rowPlace(from, relation.columns), rowPlace(to, relation.targets)];
          const isAcross = to.x + to.width <= from.x;
          const x1 = isAcross ? from.x : from.x + from.width;
          const x2 = to.x + to.width;
          const bend = isAcross ? Math.max(30, (x1 - x2) / 2) : 40;
          const kind = ['edge', relation.word && 'word', relation.mark].filter(name => name).join(' ');
          const name = from.object.name + ': ' + relation.text + (relation.rule ? ', ' + relation.rule : '');
          return draw('path', { class: kind, 'marker-end': 'url(#arrow)',
            d: `M${x1} ${y1} C${isAcross ? x1 - bend : x1 + bend} ${y1} ${x2 + bend} ${y2} ${x2 + 1} ${y2}` },
            draw('title', {}, name));
        }

        // The chosen table and those around it, in an SVG that holds nothing else.
        function drawAround(focus, depth) {
          const { chosen, left } = around(focus, depth);
          const layers = layersOf(chosen);
          order(layers);
          const cards = new Map(chosen.map(index => [index, card(index, index === focus)]));
          const tall = list => list.reduce((sum, index) => sum + cards.get(index).height + 24, -24);
          const most = Math.max(...layers.map(tall));
          let right = 24;
          for (const list of layers) {
            let below = 20 + (most - tall(list)) / 2;
            for (const index of list) {
              Object.assign(cards.get(index), { x: right, y: below });
              below += cards.get(index).height + 24;
            }
            right += Math.max(...list.map(index => cards.get(index).width)) + gap;
          }
          const [width, height] = [right - gap + 60, most + 40];
          const edges = chosen.flatMap(index => (objects[index].relations || [])
            .filter(relation => byKey.has(relation.to) && cards.has(byKey.get(relation.to)))
            .map(relation => drawEdge(cards.get(index), cards.get(byKey.get(relation.to)), relation)));
          const picture = draw('svg', { viewBox: `0 0 ${width} ${height}`, width, height, id: 'drawing' },
            draw('defs', {}, draw('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8,
              markerHeight: 8, orient: 'auto' }, draw('path', { class: 'arrow', d: 'M0 0 L8 4 L0 8 z' }))),
            edges, chosen.map(index => drawCard(cards.get(index))));
          return { picture, left, width, height, place: cards.get(focus) };
        }

        """#
}
