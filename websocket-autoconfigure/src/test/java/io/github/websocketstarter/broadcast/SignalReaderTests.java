package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.websocketstarter.broadcast.Signal.Answer;
import io.github.websocketstarter.broadcast.Signal.Goodbye;
import io.github.websocketstarter.broadcast.Signal.Heartbeat;
import io.github.websocketstarter.broadcast.Signal.Question;
import io.github.websocketstarter.broadcast.Signal.Send;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SignalReader} and {@link SignalWriter}.
 */
class SignalReaderTests {

	private static final InstanceId SENDER = InstanceId.random();

	private static final byte[] JSON = "{\"text\":\"ü\"}".getBytes(StandardCharsets.UTF_8);

	@ParameterizedTest
	@MethodSource("signals")
	void readsWhatWasWritten(Signal signal) throws Exception {
		SignalReader reader = new SignalReader(SignalWriter.write(SENDER, 42, signal));

		assertThat(reader.sender()).isEqualTo(SENDER);
		assertThat(reader.sequence()).isEqualTo(42);
		assertThat(reader.signal()).usingRecursiveComparison().isEqualTo(signal);
	}

	@ParameterizedTest
	@EnumSource
	void readsEveryKindOfTarget(Target.Kind kind) throws Exception {
		Signal signal = send(new Target(kind, "the name"), Set.of(), null);

		assertThat(read(SignalWriter.write(SENDER, 1, signal))).usingRecursiveComparison().isEqualTo(signal);
	}

	@Test
	void readsFromTheMiddleOfABuffer() throws Exception {
		ByteBuffer frame = SignalWriter.write(SENDER, 1, new Question(7, "lobby"));
		ByteBuffer buffer = ByteBuffer.allocate(frame.remaining() + 20).position(10).put(frame).position(10);
		buffer.limit(buffer.capacity() - 10);

		assertThat(read(buffer)).isEqualTo(new Question(7, "lobby"));
		assertThat(buffer.position()).isEqualTo(10);
	}

	@ParameterizedTest
	@MethodSource("signals")
	void refusesWhatIsTruncated(Signal signal) {
		ByteBuffer frame = SignalWriter.write(SENDER, 1, signal);
		for (int length = 0; length < frame.remaining(); length++) {
			assertRefused(frame.duplicate().limit(length));
		}
	}

	@ParameterizedTest
	@MethodSource("signals")
	void refusesBytesBehindTheEnd(Signal signal) {
		ByteBuffer frame = SignalWriter.write(SENDER, 1, signal);

		assertRefused(ByteBuffer.allocate(frame.remaining() + 1).put(frame).rewind());
	}

	@ParameterizedTest
	@MethodSource("signals")
	void refusesOrReadsWhatIsDamaged(Signal signal) {
		byte[] frame = bytes(SignalWriter.write(SENDER, 1, signal));
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			byte[] damaged = frame.clone();
			for (int changes = random.nextInt(4); changes >= 0; changes--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			}
			readOrRefuse(damaged);
		}
	}

	@Test
	void refusesGarbage() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			byte[] garbage = new byte[random.nextInt(200)];
			random.nextBytes(garbage);

			assertRefused(ByteBuffer.wrap(garbage));
		}
	}

	@Test
	void refusesAnotherVersion() {
		ByteBuffer frame = ByteBuffer.wrap(bytes(SignalWriter.write(SENDER, 1, new Goodbye())));
		frame.put(3, (byte) 2);

		assertRefused(frame);
	}

	@Test
	void refusesCountsThatCannotBe() {
		ByteBuffer frame = ByteBuffer
			.wrap(bytes(SignalWriter.write(SENDER, 1, send(new Target(Target.Kind.ALL, ""), Set.of("x"), null))));
		int countOfExceptions = 29 + 1 + 4;
		assertThat(frame.getInt(countOfExceptions)).isOne();

		assertRefused(frame.duplicate().putInt(countOfExceptions, Integer.MAX_VALUE));
		assertRefused(frame.duplicate().putInt(countOfExceptions, -1));
	}

	@Test
	void writesNothingLargerThanTheLimit() {
		Variant half = new Variant(Set.of(""), false, true, new byte[SignalWriter.MAX_SIZE / 2]);
		RemoteMessage message = new RemoteMessage(new Target(Target.Kind.ALL, ""), Set.of(), null, List.of(half, half));

		assertThatExceptionOfType(FrameTooLargeException.class)
			.isThrownBy(() -> SignalWriter.write(SENDER, 1, new Send(message)))
			.withMessageEndingWith("more than 16777216 bytes");
	}

	@Test
	void readsNothingLargerThanTheLimit() {
		ByteBuffer frame = ByteBuffer.allocate(SignalWriter.MAX_SIZE + 1);

		assertThatExceptionOfType(MalformedSignalException.class).isThrownBy(() -> read(frame))
			.withMessage("too large");
	}

	static List<Signal> signals() {
		List<GroupMember> members = List.of(new GroupMember("1", "ada"), new GroupMember("2", null));
		return List.of(send(new Target(Target.Kind.ALL, ""), Set.of(), null),
				send(new Target(Target.Kind.GROUP, "Größe"), Set.of("a1", "b2"), "price"), new Heartbeat(true),
				new Heartbeat(false), new Goodbye(), new Question(3, "lobby"),
				new Answer(InstanceId.random(), 3, members, true), new Answer(SENDER, 3, List.of(), false));
	}

	private static Send send(Target target, Set<String> except, String key) {
		return new Send(new RemoteMessage(target, except, key, List.of(new Variant(Set.of("", "v1"), true, true, JSON),
				new Variant(Set.of("v2"), false, true, new byte[300]))));
	}

	private static Signal read(ByteBuffer frame) throws MalformedSignalException {
		return new SignalReader(frame).signal();
	}

	private static void readOrRefuse(byte[] frame) {
		try {
			assertThat(read(ByteBuffer.wrap(frame))).isNotNull();
		}
		catch (MalformedSignalException ex) {
			assertThat(ex).hasMessageMatching("[a-z].+");
		}
	}

	private static void assertRefused(ByteBuffer frame) {
		assertThatExceptionOfType(MalformedSignalException.class).isThrownBy(() -> read(frame));
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

}
