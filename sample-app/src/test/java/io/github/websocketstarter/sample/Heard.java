package io.github.websocketstarter.sample;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client heard, in its order, each as a line such as {@code text hello}.
 */
final class Heard {

	private static final int TIMEOUT_SECONDS = 10;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	void text(String text) {
		this.lines.add("text " + text);
	}

	void binary(ByteBuffer bytes) {
		this.lines.add("binary " + HexFormat.of().formatHex(bytes(bytes)));
	}

	void pong(ByteBuffer bytes) {
		this.lines.add("pong " + new String(bytes(bytes), StandardCharsets.UTF_8));
	}

	void close(int code, String reason) {
		this.lines.add(("close " + code + " " + reason).trim());
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	/**
	 * Return what was heard next, waiting for it.
	 */
	String next() throws InterruptedException {
		String line = this.lines.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		assertThat(line).as("what is heard within %s s", TIMEOUT_SECONDS).isNotNull();
		return line;
	}

}
