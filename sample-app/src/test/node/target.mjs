// What the tests are pointed at, and what all of them say and expect.

import { once } from 'node:events';

// such as https://localhost:8443; its certificate is in NODE_EXTRA_CA_CERTS
export const target = new URL(process.env.TARGET);
export const secure = target.protocol === 'https:';

export const limits = { timeout: 60_000 };

export function url(path) {
	const found = new URL(path, target);
	found.protocol = secure ? 'wss:' : 'ws:';
	return found;
}

// Of every length of header, empty, beyond ASCII, alike and unlike: what compression may trip over.
export const messages = [
	'',
	'hello',
	Buffer.from([0, 1, 255]),
	'x'.repeat(125),
	'x'.repeat(126),
	JSON.stringify(Array.from({ length: 200 }, (_, number) => ({ number, name: `item ${number}` }))),
	'é€😀'.repeat(3000),
	noise(65_535),
	noise(65_536),
	'y'.repeat(900_000),
	noise(900_000),
];

// Bytes that do not compress, the same in every run.
function noise(length) {
	const bytes = Buffer.alloc(length);
	let state = length;
	for (let i = 0; i < length; i++) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		bytes[i] = state >>> 16;
	}
	return bytes;
}

// Send all of them three times, so that later ones can refer to earlier ones, and return what is wrong with the echo.
export async function echoAll(socket) {
	const problems = [];
	for (let round = 0; round < 3; round++) {
		for (const message of messages) {
			socket.send(message);
			const [data, binary] = await once(socket, 'message');
			if (binary !== Buffer.isBuffer(message) || !data.equals(Buffer.from(message))) {
				problems.push(`${message.length} in round ${round}: ${data.length} came back, binary: ${binary}`);
			}
		}
	}
	return problems;
}

// End with the exit code by which NodeClient knows that the tests were skipped.
export function tooOld(problem) {
	console.log(problem);
	process.exit(77);
}
