package io.github.websocketstarter.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/**
 * Requests over a socket, each over one of its own.
 */
final class RawRequest {

	private static final int TIMEOUT = 10_000;

	private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

	private final int port;

	private RawRequest(int port) {
		this.port = port;
	}

	static RawRequest to(AssertableReactiveWebApplicationContext context) {
		return new RawRequest(context.getSourceApplicationContext(ReactiveWebServerApplicationContext.class)
			.getWebServer()
			.getPort());
	}

	/**
	 * Get a page.
	 * @param path the path
	 * @return the status and the body
	 */
	Answer get(String path) {
		return send(path, "");
	}

	/**
	 * Ask for a WebSocket.
	 * @param path the path
	 * @return the status and the first message, or the body if there is no WebSocket
	 */
	Answer upgrade(String path) {
		return send(path, UPGRADE);
	}

	private Answer send(String path, String headers) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(TIMEOUT);
			String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			InputStream in = socket.getInputStream();
			int status = Integer.parseInt(line(in).split(" ")[1]);
			int length = 0;
			for (String line = line(in); !line.isEmpty(); line = line(in)) {
				if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
					length = Integer.parseInt(line.split(":")[1].trim());
				}
			}
			if (status == 101) {
				in.read();
				length = in.read();
			}
			return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = in.read(); read != '\n'; read = in.read()) {
			if (read == -1) {
				throw new IOException("The connection ended within the head of the answer");
			}
			line.append((char) read);
		}
		return line.toString().trim();
	}

	record Answer(int status, String text) {
	}

}
