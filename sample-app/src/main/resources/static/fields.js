// What is typed into the fields, checked before the socket sees it.

const LONGEST_REASON = 123;

export function parseUrl(text) {
	let url;
	try {
		url = new URL(text.trim());
	}
	catch {
		throw new Error('Not a URL; it should look like ws://localhost:8080/ws');
	}
	if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
		throw new Error('The URL must begin with ws:// or wss://');
	}
	if (url.hash) {
		throw new Error('The URL must not have a fragment (#)');
	}
	return url.href;
}

export function parseProtocols(text) {
	const names = text.split(',').map((name) => name.trim()).filter((name) => name);
	const bad = names.find((name) => !/^[!#$%&'*+\-.^_`|~\w]+$/.test(name));
	if (bad) {
		throw new Error(`“${bad}” is not a name of a sub-protocol`);
	}
	if (new Set(names).size < names.length) {
		throw new Error('Each sub-protocol may be offered once only');
	}
	return names;
}

export function parseHex(text) {
	const digits = text.replace(/\s/g, '');
	if (/[^0-9a-f]/i.test(digits)) {
		throw new Error('Only the hex digits 0–9 and a–f, such as: 48 65 6c 6c 6f');
	}
	if (digits.length % 2) {
		throw new Error('Two hex digits for each byte: there is one too few');
	}
	return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function formatHex(bytes) {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

export function parseCode(text) {
	const code = text.trim();
	if (code === '') {
		return undefined;
	}
	if (!/^(1000|[34]\d{3})$/.test(code)) {
		throw new Error('A page may close with 1000 or with 3000 to 4999');
	}
	return Number(code);
}

export function parseReason(text, code) {
	if (text && code === undefined) {
		throw new Error('A reason needs a code');
	}
	const bytes = new TextEncoder().encode(text).length;
	if (bytes > LONGEST_REASON) {
		throw new Error(`At most ${LONGEST_REASON} bytes; this has ${bytes}`);
	}
	return text;
}
