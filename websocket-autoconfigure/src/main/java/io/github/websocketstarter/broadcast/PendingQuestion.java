package io.github.websocketstarter.broadcast;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Collects the answers of all instances to a question. Thread-safe.
 */
final class PendingQuestion {

	private final Sinks.One<Presence> result = Sinks.one();

	/** Guarded by this. */
	private final List<GroupMember> members;

	/** Who has not answered yet. Guarded by this. */
	private final Set<InstanceId> awaited;

	/** Who has answered. Guarded by this. */
	private final Set<InstanceId> answered = new HashSet<>(4);

	/** Whether some members are missing in the answers. Guarded by this. */
	private boolean truncated;

	/** Whether instances that are not known yet may answer, too. */
	private final boolean open;

	/**
	 * Create a question.
	 * @param members the members that are known without asking
	 * @param awaited who should answer
	 * @param open whether others may answer, too, so that only time ends the question
	 */
	PendingQuestion(List<GroupMember> members, Set<InstanceId> awaited, boolean open) {
		this.members = new ArrayList<>(members);
		this.awaited = awaited;
		this.open = open;
	}

	Mono<Presence> result() {
		return this.result.asMono();
	}

	synchronized void answer(InstanceId sender, List<GroupMember> members, boolean complete) {
		if (!this.answered.add(sender)) {
			return;
		}
		this.members.addAll(members);
		this.truncated |= !complete;
		leave(sender);
	}

	synchronized void leave(InstanceId instance) {
		if (this.awaited.remove(instance) && this.awaited.isEmpty() && !this.open) {
			end(true);
		}
	}

	/**
	 * Stop waiting.
	 * @param asked whether the question has reached the broker
	 */
	synchronized void end(boolean asked) {
		boolean complete = asked && this.awaited.isEmpty() && !this.truncated;
		this.result.tryEmitValue(new Presence(this.members, complete));
	}

}
