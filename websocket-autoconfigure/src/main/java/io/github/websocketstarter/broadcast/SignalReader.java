package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.websocketstarter.broadcast.Signal.Answer;
import io.github.websocketstarter.broadcast.Signal.Goodbye;
import io.github.websocketstarter.broadcast.Signal.Heartbeat;
import io.github.websocketstarter.broadcast.Signal.Question;
import io.github.websocketstarter.broadcast.Signal.Send;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SignalWriter} has written, and trusts none of it: lengths are checked
 * against what is left before anything is allocated.
 */
final class SignalReader {

	private static final Target.Kind[] KINDS = Target.Kind.values();

	private final ByteBuffer frame;

	private final byte kind;

	private final InstanceId sender;

	private final long sequence;

	/**
	 * Read who has sent a frame.
	 * @param frame the frame, whose position stays as it is
	 * @throws MalformedSignalException if it is no frame of this version
	 */
	SignalReader(ByteBuffer frame) throws MalformedSignalException {
		this.frame = frame.slice();
		require(this.frame.remaining() <= SignalWriter.MAX_SIZE, "too large");
		require(integer() == SignalWriter.MAGIC, "no frame of version 1");
		this.kind = left(1).get();
		this.sender = instance();
		this.sequence = number();
	}

	InstanceId sender() {
		return this.sender;
	}

	long sequence() {
		return this.sequence;
	}

	/**
	 * Read the signal, once.
	 * @return the signal
	 * @throws MalformedSignalException if it is damaged
	 */
	Signal signal() throws MalformedSignalException {
		Signal signal = switch (this.kind) {
			case SignalWriter.SEND -> new Send(message());
			case SignalWriter.HEARTBEAT -> new Heartbeat(flag());
			case SignalWriter.GOODBYE -> new Goodbye();
			case SignalWriter.QUESTION -> new Question(number(), string());
			case SignalWriter.ANSWER -> answer();
			default -> throw new MalformedSignalException("unknown kind " + this.kind);
		};
		require(!this.frame.hasRemaining(), "bytes behind its end");
		return signal;
	}

	private RemoteMessage message() throws MalformedSignalException {
		int target = left(1).get();
		require(target >= 0 && target < KINDS.length, "unknown target");
		String name = string();
		Set<String> except = strings();
		String key = stringOrNull();
		int count = count();
		List<Variant> variants = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			variants.add(new Variant(strings(), flag(), flag(), bytes(integer())));
		}
		return new RemoteMessage(new Target(KINDS[target], name), except, key, variants);
	}

	private Answer answer() throws MalformedSignalException {
		InstanceId asker = instance();
		long number = number();
		boolean complete = flag();
		int count = count();
		require(count <= Instances.MOST_MEMBERS, "too many members");
		List<GroupMember> members = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			members.add(new GroupMember(string(), stringOrNull()));
		}
		return new Answer(asker, number, members, complete);
	}

	private InstanceId instance() throws MalformedSignalException {
		return new InstanceId(number(), number());
	}

	private Set<String> strings() throws MalformedSignalException {
		int count = count();
		Set<String> strings = new LinkedHashSet<>();
		for (int i = 0; i < count; i++) {
			strings.add(string());
		}
		return strings;
	}

	private String string() throws MalformedSignalException {
		return new String(bytes(integer()), StandardCharsets.UTF_8);
	}

	private @Nullable String stringOrNull() throws MalformedSignalException {
		int length = integer();
		return (length != -1) ? new String(bytes(length), StandardCharsets.UTF_8) : null;
	}

	private byte[] bytes(int length) throws MalformedSignalException {
		require(length >= 0, "negative length");
		left(length);
		byte[] bytes = new byte[length];
		this.frame.get(bytes);
		return bytes;
	}

	// Each of what is counted takes four bytes at least.
	private int count() throws MalformedSignalException {
		int count = integer();
		require(count >= 0 && count <= this.frame.remaining() / Integer.BYTES, "impossible count");
		return count;
	}

	private boolean flag() throws MalformedSignalException {
		return left(1).get() != 0;
	}

	private int integer() throws MalformedSignalException {
		return left(Integer.BYTES).getInt();
	}

	private long number() throws MalformedSignalException {
		return left(Long.BYTES).getLong();
	}

	private ByteBuffer left(int bytes) throws MalformedSignalException {
		require(this.frame.remaining() >= bytes, "truncated");
		return this.frame;
	}

	private static void require(boolean condition, String problem) throws MalformedSignalException {
		if (!condition) {
			throw new MalformedSignalException(problem);
		}
	}

}
