// What only a client without a proxy can see: shared connections, and streams that end without a reset.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';

import { connect, open } from './stream-socket.mjs';
import { limits } from './target.mjs';

test('sockets and ordinary requests share one connection', limits, async () => {
	const session = await connect();
	const page = session.request({ ':path': '/protocol' }).setEncoding('utf8');
	const [text] = await once(page, 'data');
	assert.equal(text, `HTTP/2.0 from ${session.socket.localAddress}:${session.socket.localPort}`);
	for (const attempt of [1, 2]) {
		const socket = await open(session, '/protocol');
		assert.equal(String((await once(socket, 'message'))[0]), text, `socket ${attempt}`);
	}
	session.destroy();
});

for (const [what, end] of [
	['the client closes', (socket) => socket.close(1000)],
	['the server closes', async (socket) => {
		socket.send(Buffer.from([0xff]), { binary: false });
		return socket.closed();
	}],
	['the client ends its stream', async (socket) => {
		socket.stream.end();
		await once(socket.stream, 'close');
	}],
]) {
	// A reset says that something went wrong, and some clients go back to HTTP/1.1 then.
	test(`the stream ends without a reset when ${what}`, limits, async () => {
		const session = await connect();
		const socket = await open(session, '/ws');
		await end(socket);
		assert.equal(socket.stream.rstCode, 0);
		session.destroy();
	});
}
