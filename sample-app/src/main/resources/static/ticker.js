// The prices of what is ticked. What is sent replaces what was watched before.

import { open } from './socket.js';

const prices = document.getElementById('prices');
const state = document.getElementById('ticker-state');
const form = document.getElementById('watch');

const socket = open('ticker', show, ({ code }) => {
	state.value = `Closed: ${code}`;
});

function show({ symbol, price }) {
	let shown = prices.querySelector(`[data-symbol="${symbol}"]`);
	if (!shown) {
		if (!watched().includes(symbol)) {
			// was under way when it was no longer watched
			return;
		}
		const row = document.createElement('div');
		const term = document.createElement('dt');
		shown = document.createElement('dd');
		shown.dataset.symbol = symbol;
		term.textContent = symbol;
		row.append(term, shown);
		prices.append(row);
	}
	shown.textContent = price.toFixed(2);
}

function watched() {
	return new FormData(form).getAll('symbol');
}

function watch() {
	const symbols = watched();
	for (const shown of prices.querySelectorAll('dd')) {
		if (!symbols.includes(shown.dataset.symbol)) {
			shown.parentElement.remove();
		}
	}
	socket.send(JSON.stringify({ symbols }));
}

socket.onopen = () => {
	state.value = 'Open';
	form.addEventListener('change', watch);
	// a browser may have restored what was ticked before a reload
	watch();
};
