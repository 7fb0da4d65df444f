package io.github.websocketstarter.test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server for one connection that does what its script says.
 */
final class FakeServer implements AutoCloseable {

	private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

	private final ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final CompletableFuture<Void> done;

	FakeServer(Script script) throws IOException {
		this.done = CompletableFuture.runAsync(() -> {
			try (Socket socket = this.serverSocket.accept()) {
				script.run(socket);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/** A server that agrees to the handshake and sends octets right behind its answer. */
	static FakeServer upgradingThenSending(byte... octets) throws IOException {
		return new FakeServer((socket) -> {
			upgrade(socket, octets);
			socket.shutdownOutput();
			socket.getInputStream().readAllBytes();
		});
	}

	static void upgrade(Socket socket, byte... octets) throws IOException {
		Matcher key = KEY.matcher(readHead(socket));
		if (!key.find()) {
			throw new IOException("no key");
		}
		String head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
				+ "sec-websocket-accept: " + Handshake.accept(key.group(1)) + "\r\n\r\n";
		OutputStream output = socket.getOutputStream();
		output.write((head + new String(octets, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
	}

	static String readHead(Socket socket) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) socket.getInputStream().read());
		}
		return head.toString();
	}

	RawConnection connect() {
		return RawConnection.connect("localhost", port());
	}

	RawWebSocketClient open() {
		return RawWebSocketClient.open("localhost", port(), "/");
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	CompletableFuture<Void> done() {
		return this.done;
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
	}

	@FunctionalInterface
	interface Script {

		void run(Socket socket) throws IOException;

	}

}
