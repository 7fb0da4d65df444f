package io.github.websocketstarter.test;

import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * HTTP/1.1: exchanges and the WebSocket follow each other on one TCP connection.
 */
final class Http1Link implements Link {

	private final WireReader reader;

	Http1Link(TcpSocket socket) throws IOException {
		this.reader = new WireReader(new TcpWire(socket));
	}

	@Override
	public HttpAnswer exchange(HttpRequest request, Deadline deadline) throws SocketTimeoutException {
		byte[] octets = request.encode();
		this.reader.wire().write(octets, 0, octets.length);
		return new HttpReader(this.reader, deadline).read();
	}

	@Override
	public void check(HttpRequest request, HttpAnswer answer) {
		Handshake.check(request, answer);
	}

	@Override
	public WireReader reader() {
		return this.reader;
	}

	@Override
	public void abort() {
		this.reader.wire().reset();
	}

	@Override
	public void close() {
		this.reader.wire().close();
	}

}
