// WebSockets over HTTP/2 with Node's own streams, with TLS or without.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { after, before } from 'node:test';

import { connect, open, request } from './stream-socket.mjs';
import { echoAll, limits } from './target.mjs';

let session;

before(async () => {
	session = await connect();
});

after(() => session.close());

test('messages come back without compression', limits, async () => {
	const socket = await open(session, '/ws');
	assert.equal(socket.answer['sec-websocket-extensions'], undefined);
	assert.deepEqual(await echoAll(socket), []);
	assert.equal(await socket.close(1000), '1000');
});

test('the server knows the protocol of the socket', limits, async () => {
	const socket = await open(session, '/protocol');
	const [text] = await once(socket, 'message');
	assert.equal(String(text).split(' ')[0], process.env.SERVER_PROTOCOL ?? 'HTTP/2.0');
	assert.equal(await socket.close(1000), '1000');
});

for (const options of [
	{},
	{ serverNoContextTakeover: true },
	{ clientNoContextTakeover: true, clientMaxWindowBits: 9, serverMaxWindowBits: 10 },
]) {
	test(`messages come back compressed with ${JSON.stringify(options)}`, limits, async () => {
		const socket = await open(session, '/ws', options);
		assert.match(socket.answer['sec-websocket-extensions'], /^permessage-deflate/);
		assert.deepEqual(await echoAll(socket), []);
		assert.equal(await socket.close(1000), '1000');
	});
}

test('two sockets on one connection do not disturb each other', limits, async () => {
	const [one, other] = await Promise.all([open(session, '/ws', {}), open(session, '/ws')]);
	assert.deepEqual(await Promise.all([echoAll(one), echoAll(other)]), [[], []]);
	assert.equal(await one.close(4001), '4001');
	other.send('still here');
	assert.equal(String((await once(other, 'message'))[0]), 'still here');
	assert.equal(await other.close(1000), '1000');
});

test('a socket whose stream is reset does not disturb the others', limits, async () => {
	const [one, other] = await Promise.all([open(session, '/ws'), open(session, '/ws')]);
	one.stream.close(8);
	await once(one.stream, 'close');
	other.send('still here');
	assert.equal(String((await once(other, 'message'))[0]), 'still here');
	assert.equal(await other.close(1000), '1000');
});

test('a client that ends its stream without a Close is let go', limits, async () => {
	const socket = await open(session, '/ws');
	socket.stream.end();
	await once(socket.stream, 'close');
});

test('fragments with a PING between them come back as one message', limits, async () => {
	const socket = await open(session, '/ws', {});
	const ponged = once(socket, 'pong');
	const echoed = once(socket, 'message');
	socket.send('one ', { fin: false });
	socket.ping('between');
	socket.send('two', { fin: true });
	assert.equal(String((await ponged)[0]), 'between');
	assert.equal(String((await echoed)[0]), 'one two');
	assert.equal(await socket.close(), '1000');
});

test('the close of the server has its code and reason', limits, async () => {
	const socket = await open(session, '/summary');
	socket.send('one');
	assert.equal(await socket.close(1000), '1000 Messages received: 1');
});

test('violations are answered with the codes of RFC 6455', limits, async () => {
	for (const [code, violate] of [
		['1002', (socket) => socket.stream.write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]))],
		['1007', (socket) => socket.send(Buffer.from([0x61, 0xff]), { binary: false })],
		['1009', (socket) => socket.send('x'.repeat(1024 * 1024 + 1))],
	]) {
		const socket = await open(session, '/ws');
		violate(socket);
		assert.equal(await socket.closed(), code);
	}
});

test('the first known sub-protocol is agreed', limits, async () => {
	const socket = await open(session, '/case', undefined, { 'sec-websocket-protocol': 'title, lower, upper' });
	assert.equal(socket.answer['sec-websocket-protocol'], 'lower');
	socket.send('Hello');
	assert.equal(String((await once(socket, 'message'))[0]), 'hello');
	await socket.close(1000);
});

for (const [what, status, path, headers] of [
	['pages of other sites', 403, '/ws', { origin: 'https://elsewhere.example' }],
	['paths without an endpoint', 404, '/nowhere', {}],
]) {
	test(`${what} are refused with ${status}`, limits, async () => {
		const { stream, answer } = await request(session, path, headers);
		assert.equal(answer[':status'], status);
		stream.on('error', () => {});
		stream.close();
	});
}
