package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;
import java.util.Random;

import io.github.websocketstarter.engine.deflate.DeflateFixture.Inflated;
import io.github.websocketstarter.engine.deflate.DeflateFixture.Output;
import io.github.websocketstarter.engine.deflate.MessageInflater.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageDeflater} and {@link MessageInflater} together, many
 * connections to a pool.
 */
class DeflateRoundTripTests {

	private static final int CONNECTIONS = 9;

	private static final int MESSAGES = 200;

	private final Random random = new Random(7692);

	private final DeflatePool pool = new DeflatePool(1);

	// PD-12, PD-13, PD-20, PD-22, PD-27, PD-31
	@ParameterizedTest
	@CsvSource({ "true, true, 15", "false, true, 15", "false, false, 15", "true, true, 14", "false, false, 13",
			"false, false, 12", "false, true, 11", "true, true, 10", "true, true, 9", "false, false, 9" })
	void messagesArriveAsTheyWereSent(boolean deflaterTakeover, boolean inflaterTakeover, int bits) {
		MessageDeflater[] deflaters = new MessageDeflater[CONNECTIONS];
		MessageInflater[] inflaters = new MessageInflater[CONNECTIONS];
		for (int i = 0; i < CONNECTIONS; i++) {
			deflaters[i] = new MessageDeflater(this.pool, 1 + i % 9, deflaterTakeover, bits);
			inflaters[i] = new MessageInflater(this.pool, inflaterTakeover, bits);
		}

		for (int i = 0; i < MESSAGES; i++) {
			int connection = this.random.nextInt(CONNECTIONS);
			byte[] content = content(i);

			byte[] payload = deflate(deflaters[connection], content);

			assertThat(inflate(inflaters[connection], payload)).isEqualTo(content);
		}

		for (int i = 0; i < CONNECTIONS; i++) {
			deflaters[i].close();
			inflaters[i].close();
		}
		assertThat(this.pool.histories().idle()).isEqualTo(deflaterTakeover ? 0 : 1);
		assertThat(this.pool.windows().idle()).isEqualTo(inflaterTakeover ? 0 : 1);
		assertThat(this.pool.decoders().idle()).isOne();
	}

	private byte[] content(int i) {
		int size = this.random.nextInt(1 << (1 + i % 17));
		return switch (i % 3) {
			case 0 -> DeflateFixture.json(this.random, size);
			case 1 -> DeflateFixture.noise(this.random, size);
			default -> DeflateFixture.echoes(this.random, size);
		};
	}

	/**
	 * Deflate a message in random fragments.
	 */
	private byte[] deflate(MessageDeflater deflater, byte[] content) {
		boolean direct = this.random.nextBoolean();
		ByteBuffer rest = DeflateFixture.buffer(content, direct);
		Output out = new Output(1 + this.random.nextInt(5000), this.random.nextBoolean());
		boolean last = false;
		while (!last) {
			last = this.random.nextInt(3) == 0;
			int size = last ? rest.remaining() : this.random.nextInt(rest.remaining() + 1);
			deflater.deflate(rest.limit(rest.position() + size), last, out);
			rest.limit(content.length);
		}
		return out.bytes();
	}

	/**
	 * Inflate a message in random pieces, some of them empty, with random room.
	 */
	private byte[] inflate(MessageInflater inflater, byte[] payload) {
		ByteBuffer rest = DeflateFixture.buffer(payload, this.random.nextBoolean());
		int room = 1 + this.random.nextInt(20_000);
		ByteBuffer out = this.random.nextBoolean() ? ByteBuffer.allocate(room) : ByteBuffer.allocateDirect(room);
		Output content = new Output(1000, false);
		boolean last = false;
		while (!last) {
			last = this.random.nextInt(4) == 0;
			int size = last ? rest.remaining() : this.random.nextInt(rest.remaining() + 1);
			ByteBuffer piece = rest.slice(rest.position(), size);
			rest.position(rest.position() + size);
			Inflated inflated = DeflateFixture.inflate(inflater, piece, last, out, 1 << 20);
			assertThat(inflated.result()).isEqualTo(last ? Result.COMPLETE : Result.NEEDS_INPUT);
			content.room(inflated.content().length).put(inflated.content());
			content.written(inflated.content().length);
		}
		return content.bytes();
	}

}
