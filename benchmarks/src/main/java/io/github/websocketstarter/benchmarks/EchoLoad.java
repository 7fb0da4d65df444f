package io.github.websocketstarter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that send a text message, wait for it to come back, and send it again. One
 * thread serves them all and costs as little as it can, so that the machine is left to
 * the server.
 */
final class EchoLoad implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private final List<SocketChannel> channels = new ArrayList<>();

	private final Selector selector;

	private final ByteBuffer message;

	private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);

	private final int echoBytes;

	private EchoLoad(Selector selector, int size) {
		this.selector = selector;
		this.message = message(size);
		this.echoBytes = this.message.remaining() - Integer.BYTES;
	}

	/**
	 * Open connections.
	 * @param port the port of a server on this machine
	 * @param path the path of an endpoint that echoes
	 * @param connections how many
	 * @param size the bytes of a message, at most 125
	 * @return the connections, which have sent nothing so far
	 */
	static EchoLoad open(int port, String path, int connections, int size) {
		try {
			EchoLoad load = new EchoLoad(Selector.open(), size);
			for (int i = 0; i < connections; i++) {
				SocketChannel channel = SocketChannel
					.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				load.channels.add(channel);
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				load.shakeHands(channel, port, path);
				load.requireEcho(channel);
				channel.configureBlocking(false);
				channel.register(load.selector, SelectionKey.OP_READ, new int[1]);
			}
			return load;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The key of the mask is 0, so the payload is as it was.
	private static ByteBuffer message(int size) {
		ByteBuffer frame = ByteBuffer.allocateDirect(size + 6);
		frame.put((byte) 0x81).put((byte) (0x80 | size)).putInt(0);
		for (int i = 0; i < size; i++) {
			frame.put((byte) ('a' + i % 26));
		}
		return frame.flip().asReadOnlyBuffer();
	}

	private void shakeHands(SocketChannel channel, int port, String path) throws IOException {
		channel.write(StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
				+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
		StringBuilder head = new StringBuilder();
		channel.socket().setSoTimeout(TIMEOUT_MILLIS);
		while (head.indexOf("\r\n\r\n") < 0) {
			int octet = channel.socket().getInputStream().read();
			if (octet < 0) {
				throw new IllegalStateException("The server answered " + head);
			}
			head.append((char) octet);
		}
		if (!head.toString().startsWith("HTTP/1.1 101 ")) {
			throw new IllegalStateException("The server answered " + head);
		}
	}

	private void requireEcho(SocketChannel channel) throws IOException {
		channel.write(this.message.duplicate());
		byte[] echo = channel.socket().getInputStream().readNBytes(this.echoBytes);
		ByteBuffer expected = this.message.duplicate().position(2 + Integer.BYTES);
		if (echo[0] != (byte) 0x81 || echo[1] != echo.length - 2
				|| !expected.equals(ByteBuffer.wrap(echo, 2, echo.length - 2))) {
			throw new IllegalStateException("The server does not echo");
		}
	}

	/**
	 * Let all connections send a message, and again whenever it has come back.
	 * @param time for how long
	 * @return how many messages have come back; those that are still under way then come
	 * back before the next time
	 */
	long run(Duration time) {
		try {
			for (SocketChannel channel : this.channels) {
				send(channel);
			}
			long end = System.nanoTime() + time.toNanos();
			long echoes = 0;
			while (System.nanoTime() < end) {
				echoes += round(true);
			}
			for (long left = this.channels.size(); left > 0;) {
				left -= round(false);
			}
			return echoes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private long round(boolean again) throws IOException {
		if (this.selector.select(TIMEOUT_MILLIS) == 0) {
			throw new IllegalStateException("Nothing came back for " + TIMEOUT_MILLIS + " ms");
		}
		long echoes = 0;
		for (SelectionKey key : this.selector.selectedKeys()) {
			SocketChannel channel = (SocketChannel) key.channel();
			int[] received = (int[]) key.attachment();
			int count = channel.read(this.input.clear());
			if (count < 0) {
				throw new IllegalStateException("The server has closed a connection");
			}
			received[0] += count;
			while (received[0] >= this.echoBytes) {
				received[0] -= this.echoBytes;
				echoes++;
				if (again) {
					send(channel);
				}
			}
		}
		this.selector.selectedKeys().clear();
		return echoes;
	}

	private void send(SocketChannel channel) throws IOException {
		if (channel.write(this.message.duplicate()) != this.message.remaining()) {
			throw new IllegalStateException("The server does not read");
		}
	}

	@Override
	public void close() {
		try {
			this.selector.close();
			for (SocketChannel channel : this.channels) {
				channel.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
