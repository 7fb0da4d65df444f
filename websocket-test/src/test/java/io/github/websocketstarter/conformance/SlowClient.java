package io.github.websocketstarter.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import static org.awaitility.Awaitility.await;

/**
 * A client that sends octets of HTTP/1.1 when it likes, on any port.
 */
final class SlowClient implements AutoCloseable {

	private final Socket socket;

	private SlowClient(Socket socket) {
		this.socket = socket;
	}

	static SlowClient connect(TestServer server) {
		try {
			Socket socket = new Socket("localhost", server.port());
			socket.setTcpNoDelay(true);
			socket.setSoTimeout((int) TestServer.TIMEOUT.toMillis());
			if (!server.protocol().isTls()) {
				return new SlowClient(socket);
			}
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustAll() }, null);
			SSLSocket secure = (SSLSocket) context.getSocketFactory()
				.createSocket(socket, "localhost", server.port(), true);
			secure.startHandshake();
			return new SlowClient(secure);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new AssertionError(ex);
		}
	}

	void send(String text) {
		try {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			this.socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to be open", ex);
		}
	}

	/** Do nothing, and expect nothing, for some time. */
	void pause(Duration time) {
		await().pollDelay(time).atMost(time.plus(TestServer.TIMEOUT)).until(() -> true);
	}

	/** Send one drop after the other, as long as the server takes them. */
	void drip(String drop, Duration pause) {
		Thread thread = new Thread(() -> {
			try {
				while (true) {
					send(drop);
					pause(pause);
				}
			}
			catch (AssertionError ex) {
				// That was it.
			}
		}, "drip");
		thread.setDaemon(true);
		thread.start();
	}

	String readUntil(String end) {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(end) < 0) {
			int octet = read();
			if (octet < 0) {
				throw new AssertionError("expected '" + end + "' but the stream ended after: " + read);
			}
			read.append((char) octet);
		}
		return read.toString();
	}

	String readToEnd() {
		StringBuilder read = new StringBuilder();
		for (int octet = read(); octet >= 0; octet = read()) {
			read.append((char) octet);
		}
		return read.toString();
	}

	private int read() {
		try {
			InputStream input = this.socket.getInputStream();
			return input.read();
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("expected an octet or the end", ex);
		}
		catch (IOException ex) {
			// Reset because something that was sent has not been read.
			return -1;
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static final class TrustAll implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
