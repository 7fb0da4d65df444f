package io.github.websocketstarter.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection that sends HTTP as text. Blocking.
 */
final class PlainClient implements AutoCloseable {

	private final Socket socket;

	private PlainClient(Socket socket) {
		this.socket = socket;
	}

	static PlainClient connect(int port) throws IOException {
		Socket socket = new Socket("localhost", port);
		socket.setSoTimeout(10_000);
		return new PlainClient(socket);
	}

	PlainClient send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		return this;
	}

	PlainClient get(String path) throws IOException {
		return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}

	String readUntil(String end) throws IOException {
		StringBuilder read = new StringBuilder();
		InputStream input = this.socket.getInputStream();
		while (read.indexOf(end) < 0) {
			int octet = input.read();
			if (octet < 0) {
				throw new AssertionError("expected '" + end + "' but the connection ended after: " + read);
			}
			read.append((char) octet);
		}
		return read.toString();
	}

	String readToEnd() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
