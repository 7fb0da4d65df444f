package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * HTTP/2: each exchange, and the WebSocket that it may open, has a stream of its own.
 */
final class Http2Link implements Link {

	private final RawHttp2Connection connection;

	// whether nobody else has streams on the connection
	private final boolean owner;

	// null before the first exchange
	private @Nullable RawHttp2Stream stream;

	private @Nullable WireReader reader;

	Http2Link(RawHttp2Connection connection, boolean owner) {
		this.connection = connection;
		this.owner = owner;
	}

	RawHttp2Connection connection() {
		return this.connection;
	}

	RawHttp2Stream stream() {
		if (this.stream == null) {
			throw new AssertionError("expected a request before the use of its stream");
		}
		return this.stream;
	}

	void use(RawHttp2Stream stream) {
		this.stream = stream;
		this.reader = new WireReader(stream.wire());
	}

	@Override
	public HttpAnswer exchange(HttpRequest request, Deadline deadline) throws SocketTimeoutException {
		Http2Request http2 = Http2Request.of(request, this.connection.protocol());
		if (http2.isConnect()) {
			this.connection.requireConnectProtocol(deadline);
		}
		RawHttp2Stream opened = this.connection.open(http2);
		use(opened);
		StreamWire wire = opened.wire();
		if (!http2.endStream() && !http2.isConnect()) {
			byte[] body = request.body().getBytes(StandardCharsets.ISO_8859_1);
			wire.write(body, 0, body.length, true);
		}
		HttpAnswer answer = wire.answer(deadline);
		if (!wire.isOpen()) {
			wire.shutdownOutput();
		}
		return answer;
	}

	@Override
	public void check(HttpRequest request, HttpAnswer answer) {
		Handshake.check(Http2Request.of(request, this.connection.protocol()), answer);
	}

	@Override
	public WireReader reader() {
		if (this.reader == null) {
			throw new AssertionError("expected a request before the use of its stream");
		}
		return this.reader;
	}

	@Override
	public void abort() {
		this.connection.abort();
	}

	@Override
	public void close() {
		if (this.owner) {
			this.connection.close();
		}
		else if (this.stream != null) {
			this.stream.wire().close();
		}
	}

}
