package io.github.websocketstarter.engine.deflate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.github.websocketstarter.engine.deflate.MessageInflater.Result;

/**
 * Content to compress, and simple ways to have it compressed and decompressed.
 */
final class DeflateFixture {

	static final long NO_LIMIT = Long.MAX_VALUE;

	private DeflateFixture() {
	}

	static byte[] json(Random random, int size) {
		StringBuilder text = new StringBuilder("[");
		while (text.length() < size) {
			text.append("{\"id\":")
				.append(random.nextInt(100_000))
				.append(",\"user\":\"user")
				.append(random.nextInt(100))
				.append("\",\"price\":")
				.append(random.nextInt(10_000) / 100.0)
				.append(",\"active\":")
				.append(random.nextBoolean())
				.append("},");
		}
		return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] noise(Random random, int size) {
		byte[] noise = new byte[size];
		random.nextBytes(noise);
		return noise;
	}

	/**
	 * Noise that repeats itself at every distance: as many matches as there can be.
	 */
	static byte[] echoes(Random random, int size) {
		byte[] echoes = noise(random, size);
		for (int at = 64; at < size;) {
			int length = Math.min(3 + random.nextInt(60), size - at);
			int distance = 1 + random.nextInt(at);
			for (int i = 0; i < length; i++) {
				echoes[at + i] = echoes[at + i - distance];
			}
			at += length + random.nextInt(4);
		}
		return echoes;
	}

	static ByteBuffer buffer(byte[] bytes, boolean direct) {
		return direct ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip() : ByteBuffer.wrap(bytes);
	}

	static byte[] hex(String hex) {
		return HexFormat.ofDelimiter(" ").parseHex(hex);
	}

	static String hex(byte[] bytes) {
		return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
	}

	static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	static byte[] deflate(MessageDeflater deflater, byte[] content, boolean last) {
		Output out = new Output(1, false);
		deflater.deflate(ByteBuffer.wrap(content), last, out);
		return out.bytes();
	}

	/**
	 * Compress as a peer does, into one stream that is not cut.
	 */
	static byte[] deflate(byte[] content, int level, boolean end) {
		Deflater deflater = new Deflater(level, true);
		deflater.setInput(content);
		if (end) {
			deflater.finish();
		}
		byte[] out = new byte[content.length + content.length / 1000 + 64];
		int length = deflater.deflate(out, 0, out.length, end ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(out, length);
	}

	/**
	 * Return a message that consists of one match.
	 */
	static byte[] match(int length, int distance) {
		Tokens tokens = new Tokens();
		tokens.match(Match.of(length, distance));
		BlockWriter blocks = new BlockWriter();
		BitWriter bits = new BitWriter();
		blocks.write(tokens, new byte[0], -1, length, bits);
		blocks.writeEnd(false, bits);
		Output out = new Output(1, false);
		bits.drainTo(out);
		return out.bytes();
	}

	/**
	 * Decompress a message without any history, by nothing but the JDK.
	 */
	static byte[] freshInflate(byte[] payload) throws DataFormatException {
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(concat(payload, hex("00 00 FF FF")));
			ByteArrayOutputStream content = new ByteArrayOutputStream();
			byte[] chunk = new byte[1 << 16];
			int length;
			while ((length = inflater.inflate(chunk)) > 0) {
				content.write(chunk, 0, length);
			}
			if (inflater.getRemaining() > 0) {
				throw new DataFormatException("not read to its end");
			}
			return content.toByteArray();
		}
		finally {
			inflater.end();
		}
	}

	static Inflated inflate(MessageInflater inflater, byte[] payload, long limit) {
		return inflate(inflater, ByteBuffer.wrap(payload), true, ByteBuffer.allocate(1000), limit);
	}

	/**
	 * Decompress a piece.
	 * @param room the room to give at a time
	 */
	static Inflated inflate(MessageInflater inflater, ByteBuffer piece, boolean last, ByteBuffer room, long limit) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		while (true) {
			Result result = inflater.inflate(piece, last, room.clear(), limit);
			byte[] chunk = new byte[room.flip().remaining()];
			room.get(chunk);
			content.writeBytes(chunk);
			if (result != Result.NEEDS_OUTPUT) {
				return new Inflated(result, content.toByteArray());
			}
			if (chunk.length == 0) {
				throw new IllegalStateException("no progress");
			}
		}
	}

	/**
	 * What came out of a message or piece.
	 */
	record Inflated(Result result, byte[] content) {

		String text() {
			return new String(this.content, StandardCharsets.UTF_8);
		}

	}

	/**
	 * An output that grows no more than it must.
	 */
	static final class Output implements DeflateOutput {

		private final int growth;

		private final boolean direct;

		private ByteBuffer buffer;

		Output(int growth, boolean direct) {
			this.growth = growth;
			this.direct = direct;
			this.buffer = allocate(0);
		}

		private ByteBuffer allocate(int size) {
			return this.direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
		}

		@Override
		public ByteBuffer room(int least) {
			if (this.buffer.remaining() < least) {
				this.buffer = allocate(this.buffer.position() + least + this.growth - 1).put(this.buffer.flip());
			}
			return this.buffer.slice();
		}

		@Override
		public void written(int bytes) {
			this.buffer.position(this.buffer.position() + bytes);
		}

		byte[] bytes() {
			byte[] bytes = new byte[this.buffer.position()];
			this.buffer.get(0, bytes);
			return bytes;
		}

	}

}
