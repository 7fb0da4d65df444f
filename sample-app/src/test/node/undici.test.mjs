// The WebSocket of undici, which is that of Node and opens wss: URLs over HTTP/2 where the server allows it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';

import { limits, tooOld, url } from './target.mjs';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
	tooOld(`undici needs Node 20, this is ${process.version}`);
}
const { Agent, WebSocket } = await import('undici');

for (const allowH2 of [false, true]) {
	test(`messages come back, HTTP/2 allowed: ${allowH2}`, limits, async () => {
		const dispatcher = new Agent({ allowH2 });
		const protocol = new WebSocket(url('/protocol'), { dispatcher });
		const [told] = await once(protocol, 'message');
		assert.match(told.data, allowH2 ? /^HTTP\/2/ : /^HTTP\/1\.1/);
		protocol.close();

		const socket = new WebSocket(url('/ws'), { dispatcher });
		await once(socket, 'open');
		assert.match(socket.extensions, /^permessage-deflate/);
		for (const text of ['', 'hello', 'x'.repeat(70_000), 'hello']) {
			socket.send(text);
			assert.equal((await once(socket, 'message'))[0].data, text);
		}
		socket.close(4001, 'bye');
		const [closed] = await once(socket, 'close');
		assert.equal(closed.code, 4001);
		assert.equal(closed.wasClean, true);
		await dispatcher.destroy();
	});
}
