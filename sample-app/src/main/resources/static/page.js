// Connects the page and its one socket.

import { parseCode, parseHex, parseProtocols, parseReason, parseUrl } from './fields.js';
import * as log from './log.js';

const $ = (id) => document.getElementById(id);

// Where the focus goes when its element is disabled by a change to that state.
const FOCUS = { connecting: $('close-button'), open: $('message'), closing: $('log'), closed: $('connect-button') };

let state = 'closed';
let socket;

function show(next, text) {
	const focused = document.activeElement;
	const former = FOCUS[state];
	state = next;
	$('connect-fields').disabled = next !== 'closed';
	$('send-fields').disabled = next !== 'open';
	$('close-fields').disabled = next !== 'open' && next !== 'connecting';
	$('state').dataset.state = next;
	$('state').textContent = text;
	if (focused.matches(':disabled') || focused === former) {
		FOCUS[next].focus();
	}
}

// Returns what a field holds, or undefined after saying next to the field what is wrong.
function read(field, parse) {
	try {
		const value = parse(field.value);
		tell(field, '');
		return { value };
	}
	catch (problem) {
		tell(field, problem.message);
		field.focus();
		return undefined;
	}
}

function tell(field, problem) {
	field.setAttribute('aria-invalid', String(problem !== ''));
	$(`${field.id}-error`).textContent = problem;
}

function connect() {
	const url = read($('url'), parseUrl);
	const protocols = url && read($('protocols'), parseProtocols);
	if (!protocols) {
		return;
	}
	const opened = read($('url'), () => new WebSocket(url.value, protocols.value));
	if (!opened) {
		return;
	}
	socket = opened.value;
	socket.binaryType = 'arraybuffer';
	socket.onopen = onOpen;
	socket.onmessage = onMessage;
	socket.onclose = onClose;
	log.sent('connect', url.value);
	show('connecting', 'Connecting');
}

function onOpen() {
	$('protocol').textContent = socket.protocol || 'none';
	$('extensions').textContent = socket.extensions || 'none';
	log.received('open', `sub-protocol: ${socket.protocol || 'none'}, extensions: ${socket.extensions || 'none'}`);
	show('open', 'Open');
}

function onMessage({ data }) {
	if (typeof data === 'string') {
		log.received('text', data);
	}
	else {
		log.received('binary', new Uint8Array(data));
	}
}

function onClose({ code, reason, wasClean }) {
	const how = `${code}${reason && ` ${reason}`}`;
	if (wasClean) {
		log.received('close', how);
	}
	else {
		log.received('lost', `${how} (no closing handshake, or refused)`);
	}
	$('protocol').textContent = '–';
	$('extensions').textContent = '–';
	show('closed', `Closed: ${how}`);
}

function send() {
	const binary = $('send').elements.type.value === 'binary';
	const message = read($('message'), binary ? parseHex : String);
	if (!message) {
		return;
	}
	socket.send(message.value);
	log.sent(binary ? 'binary' : 'text', message.value);
	$('message').select();
}

function close() {
	const code = read($('code'), parseCode);
	const reason = code && read($('reason'), (text) => parseReason(text, code.value));
	if (!reason) {
		return;
	}
	if (code.value === undefined) {
		socket.close();
	}
	else {
		socket.close(code.value, reason.value);
	}
	log.sent('close', `${code.value ?? 'no code'}${reason.value && ` ${reason.value}`}`);
	show('closing', 'Closing');
}

function chooseExample() {
	const { value, dataset } = $('example').selectedOptions[0];
	const url = new URL(value, location.href);
	url.protocol = (location.protocol === 'https:') ? 'wss:' : 'ws:';
	$('url').value = url.href;
	$('protocols').value = dataset.protocols ?? '';
	$('example-hint').textContent = dataset.hint;
	tell($('url'), '');
	tell($('protocols'), '');
}

function chooseType() {
	const binary = $('send').elements.type.value === 'binary';
	$('message-hint').textContent = binary ? '(bytes in hex, such as 48 65 6c)' : '(text)';
	tell($('message'), '');
}

// The server tells it, as a browser shows a page neither its connection nor that of a socket.
async function showPageProtocol() {
	const response = await fetch('protocol');
	$('page-protocol').textContent = response.ok ? await response.text() : 'unknown';
}

function onSubmit(form, action) {
	$(form).addEventListener('submit', (event) => {
		event.preventDefault();
		action();
	});
}

onSubmit('connect', connect);
onSubmit('send', send);
onSubmit('close', close);
$('example').addEventListener('change', chooseExample);
for (const type of $('send').elements.type) {
	type.addEventListener('change', chooseType);
}
$('clear').addEventListener('click', log.clear);

// a browser may have restored what was chosen before a reload
chooseExample();
chooseType();
showPageProtocol();
