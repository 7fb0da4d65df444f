package io.github.websocketstarter.engine;

import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ZlibPool}.
 */
class ZlibPoolTests {

	private static final byte[] HELLO = { 72, 101, 108, 108, 111 };

	private final ZlibPool pool = new ZlibPool(6, 2);

	@Test
	void whatIsGivenBackIsUsedAgain() {
		Deflater deflater = this.pool.takeDeflater();
		Inflater inflater = this.pool.takeInflater();
		this.pool.giveBack(deflater);
		this.pool.giveBack(inflater);

		assertThat(this.pool.takeDeflater()).isSameAs(deflater);
		assertThat(this.pool.takeInflater()).isSameAs(inflater);
		assertThat(this.pool.open()).isEqualTo(2);
	}

	@Test
	void whatIsBeyondTheCapacityIsFreedAtOnce() {
		Deflater[] deflaters = { this.pool.takeDeflater(), this.pool.takeDeflater(), this.pool.takeDeflater() };
		Inflater[] inflaters = { this.pool.takeInflater(), this.pool.takeInflater(), this.pool.takeInflater() };
		assertThat(this.pool.open()).isEqualTo(6);

		for (int i = 0; i < 3; i++) {
			this.pool.giveBack(deflaters[i]);
			this.pool.giveBack(inflaters[i]);
		}

		assertThat(this.pool.open()).isEqualTo(4);
		assertThatException().isThrownBy(deflaters[2]::reset).withMessageContaining("closed");
		assertThatException().isThrownBy(inflaters[2]::reset).withMessageContaining("closed");
	}

	@Test
	void closedPoolKeepsNothing() {
		Deflater taken = this.pool.takeDeflater();
		this.pool.giveBack(this.pool.takeDeflater());
		this.pool.giveBack(this.pool.takeInflater());

		this.pool.close();
		this.pool.close();

		assertThat(this.pool.open()).isOne();
		this.pool.giveBack(taken);
		assertThat(this.pool.open()).isZero();
	}

	@Test
	void connectionsThatOutliveThePoolGoOnAndLeaveNothingBehind() {
		MessageDeflater deflater = new MessageDeflater(this.pool, true, 15);
		MessageInflater inflater = new MessageInflater(this.pool, true);
		DeflateFixture.deflate(deflater, HELLO, true);

		this.pool.close();
		byte[] payload = DeflateFixture.deflate(deflater, HELLO, true);
		deflater.close();
		byte[] fresh = DeflateFixture.deflate(deflater, HELLO, true);

		assertThat(payload.length).isLessThan(fresh.length);
		assertThat(DeflateFixture.inflate(inflater, fresh, 5).content()).isEqualTo(HELLO);
		assertThat(DeflateFixture.inflate(inflater, payload, 5).content()).isEqualTo(HELLO);
		deflater.close();
		inflater.close();
		assertThat(this.pool.open()).isZero();
	}

	@Test
	void idleConnectionWithoutTakeoverHoldsNothing() {
		MessageDeflater deflater = new MessageDeflater(this.pool, false, 15);
		MessageInflater inflater = new MessageInflater(this.pool, false);
		byte[] payload = DeflateFixture.deflate(deflater, HELLO, true);
		DeflateFixture.inflate(inflater, payload, 5);

		this.pool.close();

		assertThat(this.pool.open()).isZero();
	}

	@Test
	void settingsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ZlibPool(10, 1))
			.withMessage("'level' must be 0 to 9 but is 10");
		assertThatIllegalArgumentException().isThrownBy(() -> new ZlibPool(6, -1))
			.withMessage("'capacity' must not be negative but is -1");
	}

}
