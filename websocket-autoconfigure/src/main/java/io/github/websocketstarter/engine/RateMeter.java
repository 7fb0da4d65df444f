package io.github.websocketstarter.engine;

import org.jspecify.annotations.Nullable;

/**
 * Compares what a peer sends with the limits of its rate. Costs next to nothing until
 * something is counted that has a limit. Not thread-safe.
 */
public final class RateMeter {

	/** The smallest payload of a fragment that does not count as a small frame, bytes. */
	public static final int SMALL = 64;

	private final RateLimit limit;

	// Each is null until something is counted by it.
	private @Nullable TokenBucket messages;

	private @Nullable TokenBucket bytes;

	private @Nullable TokenBucket smallFrames;

	/**
	 * Create a meter that has counted nothing.
	 * @param limit the limits
	 */
	public RateMeter(RateLimit limit) {
		this.limit = limit;
	}

	/**
	 * Return whether it matters how many bytes come.
	 * @return whether there is a limit of bytes
	 */
	public boolean countsBytes() {
		return this.limit.bytes() > 0;
	}

	/**
	 * Return whether it matters that a frame comes.
	 * @param header the frame's header, complete and without violation
	 * @return whether there is a limit of what it is
	 */
	public boolean counts(FrameReader header) {
		return (this.limit.messages() > 0 && isMessage(header)) || (this.limit.smallFrames() > 0 && isSmall(header));
	}

	/**
	 * Return whether anything was counted.
	 * @return {@code false} if {@link #paused} makes no difference
	 */
	public boolean hasCounted() {
		return this.messages != null || this.bytes != null || this.smallFrames != null;
	}

	/**
	 * Count bytes.
	 * @param count how many came
	 * @param now the time, ns
	 * @return what is wrong, or {@code null}
	 */
	public @Nullable Violation bytes(int count, long now) {
		if (!countsBytes()) {
			return null;
		}
		if (this.bytes == null) {
			this.bytes = new TokenBucket(this.limit.bytes(), now);
		}
		return this.bytes.take(count, now) ? null : Violation
			.limitExceeded("more than 'rate-limit.bytes' (" + this.limit.bytes() + " bytes) came within a second");
	}

	/**
	 * Count a frame.
	 * @param header the frame's header, complete and without violation
	 * @param now the time, ns
	 * @return what is wrong, or {@code null}
	 */
	public @Nullable Violation frame(FrameReader header, long now) {
		if (this.limit.smallFrames() > 0 && isSmall(header)) {
			if (this.smallFrames == null) {
				this.smallFrames = new TokenBucket(this.limit.smallFrames(), now);
			}
			if (!this.smallFrames.take(1, now)) {
				return Violation.limitExceeded("more control frames and small fragments than "
						+ "'rate-limit.small-frames' (" + this.limit.smallFrames() + ") came within a second");
			}
		}
		if (this.limit.messages() > 0 && isMessage(header)) {
			if (this.messages == null) {
				this.messages = new TokenBucket(this.limit.messages(), now);
			}
			if (!this.messages.take(1, now)) {
				return Violation.limitExceeded("more messages than 'rate-limit.messages' (" + this.limit.messages()
						+ ") came within a second");
			}
		}
		return null;
	}

	/**
	 * For some time nothing was taken from the peer, so all that it sent meanwhile comes
	 * now.
	 * @param time how long, ns
	 * @param now the time, ns
	 */
	public void paused(long time, long now) {
		for (TokenBucket bucket : new @Nullable TokenBucket[] { this.messages, this.bytes, this.smallFrames }) {
			if (bucket != null) {
				bucket.credit(time, now);
			}
		}
	}

	private static boolean isMessage(FrameReader header) {
		return !Opcode.isControl(header.opcode()) && header.starting();
	}

	private static boolean isSmall(FrameReader header) {
		return Opcode.isControl(header.opcode()) || (header.length() < SMALL && !(header.starting() && header.fin()));
	}

}
