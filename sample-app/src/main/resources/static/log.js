// The communication log: who told whom what, and when.

import { formatHex } from './fields.js';

const MOST_ENTRIES = 500;
const LONGEST_TEXT = 4000;
const LONGEST_BINARY = 1000;

const box = document.getElementById('log');
const entries = document.getElementById('entries');

export const sent = (type, data) => add('Client → Server', 'sent', type, data);
export const received = (type, data) => add('Server → Client', 'received', type, data);

export function clear() {
	entries.replaceChildren();
}

function add(direction, className, type, data) {
	const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 8;
	const now = new Date();
	const time = cell('time', 'time', now.toTimeString().slice(0, 8) + '.' + String(now.getMilliseconds()).padStart(3, '0'));
	time.dateTime = now.toISOString();
	const entry = document.createElement('li');
	entry.className = className;
	entry.append(time, ' ', cell('span', 'direction', direction), ' ', cell('span', 'type', type), ' ',
			cell('code', 'data', describe(data)));
	entries.append(entry);
	if (entries.childElementCount > MOST_ENTRIES) {
		entries.firstElementChild.remove();
	}
	if (atEnd) {
		box.scrollTop = box.scrollHeight;
	}
}

function cell(element, className, text) {
	const made = document.createElement(element);
	made.className = className;
	made.textContent = text;
	return made;
}

function describe(data) {
	if (typeof data === 'string') {
		return (data.length > LONGEST_TEXT) ? `${data.slice(0, LONGEST_TEXT)}… (${data.length} characters)` : data;
	}
	const shown = formatHex(data.subarray(0, LONGEST_BINARY));
	return `${shown}${(data.length > LONGEST_BINARY) ? ' …' : ''} (${data.length} bytes)`;
}
