package io.github.websocketstarter.broadcast.redis;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Probe}.
 */
class ProbeTests {

	@Test
	void probeIsTheOneOfItsLink() {
		Probe one = new Probe();
		Probe other = new Probe();

		assertThat(one.isThis(one.message())).isTrue();
		assertThat(one.isThis(other.message())).isFalse();
		assertThat(Probe.isAny(one.message())).isTrue();
		assertThat(Probe.isAny(other.message())).isTrue();
	}

	@Test
	void probeIsRecognizedInTheMiddleOfABuffer() {
		ByteBuffer message = new Probe().message();
		ByteBuffer buffer = ByteBuffer.allocate(100).position(10).put(message.duplicate());

		assertThat(Probe.isAny(buffer.flip().position(10))).isTrue();
		assertThat(buffer.position()).isEqualTo(10);
	}

	@Test
	void otherMessagesAreNoProbes() {
		ByteBuffer damaged = ByteBuffer.allocate(24).put(new Probe().message()).flip().put(0, (byte) 'X');

		assertThat(Probe.isAny(damaged)).isFalse();
		assertThat(Probe.isAny(ByteBuffer.allocate(0))).isFalse();
		assertThat(Probe.isAny(ByteBuffer.allocate(24))).isFalse();
		assertThat(Probe.isAny(new Probe().message().limit(23))).isFalse();
	}

}
