// The client "ws" over HTTP/1.1, with TLS or without.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';

import WebSocket from 'ws';

import { echoAll, limits, target, url } from './target.mjs';

// Compresses every message, as "ws" leaves short ones alone by itself.
const all = { threshold: 0 };

async function open(path, options = {}, protocols = []) {
	const socket = new WebSocket(url(path), protocols, { origin: target.origin, perMessageDeflate: false, ...options });
	socket.on('upgrade', (response) => {
		socket.agreed = response.headers['sec-websocket-extensions'];
	});
	await once(socket, 'open');
	return socket;
}

// Resolves to code and reason of the Close, even if the connection breaks under what is still being sent.
function closed(socket) {
	socket.on('error', () => {});
	return new Promise((resolve) => {
		socket.on('close', (code, reason) => resolve(`${code} ${reason}`.trim()));
	});
}

async function close(socket, ...args) {
	socket.close(...args);
	return closed(socket);
}

async function offer(text) {
	return open('/ws', {
		perMessageDeflate: all,
		finishRequest: (request) => {
			request.setHeader('Sec-WebSocket-Extensions', text);
			request.end();
		},
	});
}

test('messages come back without compression', limits, async () => {
	const socket = await open('/ws');
	assert.equal(socket.agreed, undefined);
	assert.deepEqual(await echoAll(socket), []);
	assert.equal(await close(socket, 1000), '1000');
});

test('the server knows the protocol of the socket', limits, async () => {
	const socket = new WebSocket(url('/protocol'), { origin: target.origin });
	const [text] = await once(socket, 'message');
	assert.equal(String(text).split(' ')[0], process.env.SERVER_PROTOCOL ?? 'HTTP/1.1');
	await close(socket);
});

for (const [options, ...agreed] of [
	[{}, 'client_max_window_bits=15'],
	[{ clientMaxWindowBits: false }],
	[{ clientMaxWindowBits: 9 }, 'client_max_window_bits=9'],
	[{ serverMaxWindowBits: 10 }, 'client_max_window_bits=15', 'server_max_window_bits=10'],
	[{ serverNoContextTakeover: true }, 'client_max_window_bits=15', 'server_no_context_takeover'],
	[{ clientNoContextTakeover: true }, 'client_max_window_bits=15', 'client_no_context_takeover'],
	[
		{ clientMaxWindowBits: 12, clientNoContextTakeover: true, serverMaxWindowBits: 9, serverNoContextTakeover: true },
		'client_max_window_bits=12', 'client_no_context_takeover', 'server_max_window_bits=9', 'server_no_context_takeover',
	],
]) {
	test(`messages come back compressed with ${JSON.stringify(options)}`, limits, async () => {
		const socket = await open('/ws', { perMessageDeflate: { ...all, ...options } });
		const [extension, ...parameters] = socket.agreed.split('; ');
		assert.equal(extension, 'permessage-deflate');
		assert.deepEqual(parameters.sort(), agreed);
		assert.deepEqual(await echoAll(socket), []);
		assert.equal(await close(socket, 1000), '1000');
	});
}

test('the first acceptable of several offers is taken', limits, async () => {
	const socket = await offer('x-unknown, permessage-deflate; unknown, permessage-deflate; server_max_window_bits=8'
			+ ', permessage-deflate; server_no_context_takeover, permessage-deflate');
	assert.equal(socket.agreed, 'permessage-deflate; server_no_context_takeover');
	assert.deepEqual(await echoAll(socket), []);
	await close(socket);
});

test('offers without an acceptable one open an uncompressed connection', limits, async () => {
	const socket = await offer('permessage-deflate; unknown, x-unknown');
	assert.equal(socket.agreed, undefined);
	assert.deepEqual(await echoAll(socket), []);
	await close(socket);
});

for (const compress of [false, true]) {
	test(`fragments with a PING between them come back as one message, compressed: ${compress}`, limits, async () => {
		const socket = await open('/ws', { perMessageDeflate: compress ? all : false });
		const ponged = once(socket, 'pong');
		const echoed = once(socket, 'message');
		socket.send('one ', { fin: false });
		socket.ping('between');
		socket.send('', { fin: false });
		socket.send('two', { fin: true });
		assert.equal(String((await ponged)[0]), 'between');
		assert.equal(String((await echoed)[0]), 'one two');
		await close(socket);
	});
}

test('pings are answered with their payload', limits, async () => {
	const socket = await open('/ws');
	for (const payload of ['', 'ping', 'x'.repeat(125)]) {
		socket.ping(payload);
		assert.equal(String((await once(socket, 'pong'))[0]), payload);
	}
	await close(socket);
});

test('a close is answered with its own code', limits, async () => {
	assert.equal(await close(await open('/ws')), '1000');
	assert.equal(await close(await open('/ws'), 1000, 'done'), '1000');
	assert.equal(await close(await open('/ws'), 1001), '1001');
	assert.equal(await close(await open('/ws'), 3000, 'x'.repeat(123)), '3000');
	assert.equal(await close(await open('/ws'), 4999), '4999');
});

test('the close of the server has its code and reason', limits, async () => {
	const socket = await open('/summary');
	socket.send('one');
	assert.equal(await close(socket, 1000), '1000 Messages received: 1');
});

test('violations are answered with the codes of RFC 6455', limits, async () => {
	for (const [code, violate] of [
		['1002', (socket) => socket._socket.write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]))],
		['1007', (socket) => socket.send(Buffer.from([0x61, 0xff]), { binary: false })],
		['1009', (socket) => socket.send('x'.repeat(1024 * 1024 + 1))],
	]) {
		const socket = await open('/ws');
		violate(socket);
		assert.equal(await closed(socket), code);
	}
});

test('what inflates beyond the limit is answered with 1009', limits, async () => {
	const socket = await open('/ws', { perMessageDeflate: all });
	socket.send('x'.repeat(1024 * 1024 + 1));
	assert.equal(await closed(socket), '1009');
});

test('the first known sub-protocol is agreed', limits, async () => {
	const socket = await open('/case', {}, ['title', 'lower', 'upper']);
	assert.equal(socket.protocol, 'lower');
	socket.send('Hello');
	assert.equal(String((await once(socket, 'message'))[0]), 'hello');
	await close(socket);
});

async function heard(socket) {
	const [text] = await once(socket, 'message');
	return JSON.parse(text);
}

test('members of a room hear each other', limits, async () => {
	const room = `/rooms/node-${process.pid}`;
	const ada = new WebSocket(url(`${room}?name=Ada`), { origin: target.origin });
	assert.deepEqual(await heard(ada), { event: 'joined', name: 'Ada', present: ['Ada'] });
	const bob = new WebSocket(url(`${room}?name=Bob`), { origin: target.origin });
	const joined = { event: 'joined', name: 'Bob', present: ['Ada', 'Bob'] };
	assert.deepEqual(await Promise.all([heard(ada), heard(bob)]), [joined, joined]);

	bob.send(JSON.stringify({ text: 'Hello' }));
	const said = { event: 'said', name: 'Bob', text: 'Hello' };
	assert.deepEqual(await Promise.all([heard(ada), heard(bob)]), [said, said]);
	bob.send('Hello');
	assert.deepEqual(await heard(bob), { error: 'This is not the JSON that is expected here' });

	const left = heard(ada);
	assert.equal(await close(bob, 1000), '1000');
	assert.deepEqual(await left, { event: 'left', name: 'Bob', present: ['Ada'] });
	assert.equal(await close(ada, 1000), '1000');
});

test('prices come until others are watched', limits, async () => {
	const socket = await open('/ticker');
	const came = new Promise((resolve) => {
		socket.on('message', (text) => {
			const { symbol, price } = JSON.parse(text);
			assert.equal(typeof price, 'number');
			if (symbol === 'ACME') {
				socket.send(JSON.stringify({ symbols: ['INIT'] }));
			}
			else {
				resolve(symbol);
			}
		});
	});
	socket.send(JSON.stringify({ symbols: ['ACME'] }));
	assert.equal(await came, 'INIT');
	assert.equal(await close(socket, 1000), '1000');
});

for (const query of ['', '?name=', '?name=%3Cb%3E', `?name=${'x'.repeat(21)}`]) {
	test(`names such as "${query}" are refused before the socket is open`, limits, async () => {
		const socket = new WebSocket(url(`/rooms/lobby${query}`), { origin: target.origin });
		const [, response] = await once(socket, 'unexpected-response');
		assert.equal(response.statusCode, 400);
		assert.equal(response.headers['content-type'], 'application/problem+json');
		socket.on('error', () => {});
		socket.terminate();
	});
}

test('pages of other sites are refused', limits, async () => {
	const socket = new WebSocket(url('/ws'), { origin: 'https://elsewhere.example' });
	const [, response] = await once(socket, 'unexpected-response');
	assert.equal(response.statusCode, 403);
	socket.on('error', () => {});
	socket.terminate();
});
