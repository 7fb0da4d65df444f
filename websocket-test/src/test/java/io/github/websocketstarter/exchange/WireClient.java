package io.github.websocketstarter.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A TCP connection that sends octets and tells how the server ended it, with or without
 * TLS. Blocking.
 */
final class WireClient implements AutoCloseable {

	/** The server ended the stream in good order. */
	static final String EOF = "EOF";

	/** The server dropped the connection with an RST. */
	static final String RESET = "RESET";

	private final Socket tcp;

	private final Socket socket;

	private WireClient(Socket tcp, Socket socket) {
		this.tcp = tcp;
		this.socket = socket;
	}

	static WireClient plain(int port) {
		Socket socket = open(port);
		return new WireClient(socket, socket);
	}

	static WireClient tls(int port) {
		Socket tcp = open(port);
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustAll() }, null);
			return new WireClient(tcp, context.getSocketFactory().createSocket(tcp, "localhost", port, true));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Socket open(int port) {
		Socket socket = new Socket();
		try {
			socket.setReceiveBufferSize(16 * 1024);
			socket.setTcpNoDelay(true);
			socket.setSoTimeout((int) ExchangeServer.TIMEOUT.toMillis());
			socket.connect(new InetSocketAddress("localhost", port));
			return socket;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	WireClient get(String target) {
		return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}

	/** Send the head of a request with a body, of which nothing is sent yet. */
	WireClient post(String target, int length) {
		return send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n");
	}

	WireClient send(String text) {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	WireClient send(byte... octets) {
		try {
			this.socket.getOutputStream().write(octets);
			this.socket.getOutputStream().flush();
			return this;
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to be open", ex);
		}
	}

	/**
	 * Read until a text has come.
	 * @param end the text
	 * @return all that was read
	 */
	String readUntil(String end) {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(end) < 0) {
			read.append(new String(read(1), StandardCharsets.ISO_8859_1));
		}
		return read.toString();
	}

	byte[] read(int length) {
		try {
			byte[] read = this.socket.getInputStream().readNBytes(length);
			if (read.length < length) {
				throw new AssertionError("expected " + length + " octets but the stream ended after " + read.length);
			}
			return read;
		}
		catch (IOException ex) {
			throw new AssertionError("expected " + length + " octets", ex);
		}
	}

	/**
	 * Read until the end.
	 * @return what was read, and {@link #EOF} or {@link #RESET}
	 */
	String readToEnd() {
		StringBuilder read = new StringBuilder();
		try {
			InputStream input = this.socket.getInputStream();
			int octet;
			while ((octet = input.read()) >= 0) {
				read.append((char) octet);
			}
			return read + EOF;
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("expected the end but have only read: " + read, ex);
		}
		catch (IOException ex) {
			if (String.valueOf(ex.getMessage()).contains("Connection reset")) {
				return read + RESET;
			}
			throw new AssertionError("expected a regular end or an RST", ex);
		}
	}

	/**
	 * Drop the connection with an RST.
	 */
	void reset() {
		try {
			this.tcp.setSoLinger(true, 0);
			this.tcp.close();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * End the connection with a FIN, or an RST if something is unread.
	 */
	void leave() {
		close();
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
