// Opens a socket of this application whose messages are JSON.

export function open(path, onMessage, onClose) {
	const url = new URL(path, location.href);
	url.protocol = (location.protocol === 'https:') ? 'wss:' : 'ws:';
	const socket = new WebSocket(url);
	socket.onmessage = ({ data }) => onMessage(JSON.parse(data));
	socket.onclose = onClose;
	return socket;
}
