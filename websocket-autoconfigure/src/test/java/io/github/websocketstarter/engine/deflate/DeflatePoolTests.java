package io.github.websocketstarter.engine.deflate;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeflatePool}.
 */
class DeflatePoolTests {

	private static final byte[] HELLO = { 72, 101, 108, 108, 111 };

	private final DeflatePool pool = new DeflatePool(2);

	@Test
	void whatIsGivenBackIsUsedAgain() {
		History history = this.pool.histories().take();
		this.pool.histories().giveBack(history);

		assertThat(this.pool.histories().take()).isSameAs(history);
		assertThat(this.pool.histories().take()).isNotSameAs(history);
	}

	@Test
	void noMoreIsKeptThanTheCapacity() {
		for (int i = 0; i < 3; i++) {
			this.pool.decoders().giveBack(new Decoder());
		}

		assertThat(this.pool.decoders().idle()).isEqualTo(2);
	}

	@Test
	void idleConnectionWithoutTakeoverHoldsNothing() {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, 15);
		MessageInflater inflater = new MessageInflater(this.pool, false, 15);

		for (int i = 0; i < 10; i++) {
			byte[] payload = DeflateFixture.deflate(deflater, HELLO, true);
			assertThat(DeflateFixture.inflate(inflater, payload, 5).content()).isEqualTo(HELLO);
		}

		assertThat(this.pool.histories().idle()).isOne();
		assertThat(this.pool.windows().idle()).isOne();
		assertThat(this.pool.decoders().idle()).isOne();
	}

	@Test
	void whatAPeerHasSentIsNotToBeSeenByAnother() {
		MessageInflater first = new MessageInflater(this.pool, false, 15);
		MessageInflater second = new MessageInflater(this.pool, false, 15);
		byte[] secret = DeflateFixture.noise(new Random(1), 5000);
		byte[] payload = DeflateFixture.deflate(new MessageDeflater(this.pool, 6, false, 15), secret, true);
		assertThat(DeflateFixture.inflate(first, payload, 5000).content()).isEqualTo(secret);

		for (int distance : new int[] { 1, 100, 5000, 32_768 }) {
			assertThat(DeflateFixture.inflate(second, DeflateFixture.match(258, distance), 5000))
				.satisfies((inflated) -> assertThat(inflated.result()).isEqualTo(MessageInflater.Result.CORRUPT))
				.satisfies((inflated) -> assertThat(inflated.content()).isEmpty());
		}
	}

	@Test
	void settingsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DeflatePool(-1))
			.withMessage("'capacity' must not be negative but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> new MessageDeflater(this.pool, 0, true, 15))
			.withMessage("'level' must be 1 to 9 but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new MessageDeflater(this.pool, 10, true, 15))
			.withMessage("'level' must be 1 to 9 but is 10");
	}

}
