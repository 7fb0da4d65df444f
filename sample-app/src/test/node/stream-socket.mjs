// A WebSocket on a stream of HTTP/2 (RFC 8441): the streams are Node's, the frames those of "ws".

import { EventEmitter, once } from 'node:events';
import http2 from 'node:http2';

import { extension, PerMessageDeflate, Receiver, Sender } from 'ws';

import { target } from './target.mjs';

const NAME = PerMessageDeflate.extensionName;

// Returns a connection whose server allows an extended CONNECT.
export async function connect() {
	const session = http2.connect(target.origin);
	const [settings] = await once(session, 'remoteSettings');
	if (!settings.enableConnectProtocol) {
		session.destroy();
		throw new Error(`no SETTINGS_ENABLE_CONNECT_PROTOCOL in ${JSON.stringify(settings)}`);
	}
	return session;
}

// Send a CONNECT and return its stream and the headers of the answer.
export async function request(session, path, headers = {}) {
	const stream = session.request({
		':method': 'CONNECT',
		':protocol': 'websocket',
		':scheme': target.protocol.slice(0, -1),
		':authority': target.host,
		':path': path,
		'sec-websocket-version': '13',
		'origin': target.origin,
		...headers,
	});
	const [answer] = await once(stream, 'response');
	return { stream, answer };
}

// Open a socket, with compression if there are options for it.
export async function open(session, path, deflateOptions, headers = {}) {
	const deflate = deflateOptions && new PerMessageDeflate({ threshold: 0, ...deflateOptions });
	const offer = deflate && { 'sec-websocket-extensions': extension.format({ [NAME]: deflate.offer() }) };
	const { stream, answer } = await request(session, path, { ...offer, ...headers });
	if (answer[':status'] !== 200) {
		throw new Error(`refused with ${answer[':status']}`);
	}
	const extensions = {};
	if (answer['sec-websocket-extensions']) {
		deflate.accept(extension.parse(answer['sec-websocket-extensions'])[NAME]);
		extensions[NAME] = deflate;
	}
	return new StreamSocket(stream, answer, extensions);
}

// Emits "message", "pong", "closing" with the code and reason of a Close frame, and "end" at END_STREAM.
class StreamSocket extends EventEmitter {

	constructor(stream, answer, extensions) {
		super();
		this.stream = stream;
		this.answer = answer;
		this.compress = NAME in extensions;
		this.sender = new Sender(stream, extensions);
		const receiver = new Receiver({ extensions });
		receiver.on('message', (data, binary) => this.emit('message', data, binary));
		receiver.on('pong', (data) => this.emit('pong', data));
		receiver.on('conclude', (code, reason) => this.emit('closing', code, String(reason)));
		receiver.on('error', (error) => this.emit('error', error));
		stream.on('data', (chunk) => receiver.write(chunk));
		stream.on('end', () => this.emit('end'));
		stream.on('error', (error) => this.emit('error', error));
	}

	send(data, { binary = Buffer.isBuffer(data), fin = true } = {}) {
		this.sender.send(data, { binary, compress: this.compress, fin, mask: true });
	}

	ping(data) {
		this.sender.ping(Buffer.from(data), true);
	}

	// Send a Close and resolve to the peer's.
	async close(code, reason) {
		this.sender.close(code, reason, true);
		return this.closed();
	}

	// Wait for the peer's Close and END_STREAM, then end the own half. Resolves to code and reason of the Close.
	async closed() {
		const [[code, reason]] = await Promise.all([once(this, 'closing'), once(this, 'end')]);
		this.stream.end();
		if (!this.stream.closed) {
			await once(this.stream, 'close');
		}
		return `${code} ${reason}`.trim();
	}

}
