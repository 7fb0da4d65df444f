package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.MessageDroppedException;
import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.OutboundStatus;
import io.github.websocketstarter.engine.OutboundSettings;
import io.github.websocketstarter.engine.netty.Backlog.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backlog}, in which every message costs 100.
 */
class BacklogTests {

	private final Budget budget = new Budget(1000);

	private final List<String> dropped = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void keepsOrderWithinTheLimit(OutboundOverflow overflow) {
		Backlog backlog = backlog(300, overflow);
		assertThat(offer(backlog, "a")).isEqualTo(Verdict.QUEUED);
		assertThat(offer(backlog, "b")).isEqualTo(Verdict.QUEUED);
		assertThat(offer(backlog, "c")).isEqualTo(Verdict.QUEUED);
		assertThat(backlog.status()).isEqualTo(new OutboundStatus(300, 0));

		assertThat(contents(backlog)).containsExactly("a", "b", "c");
		assertThat(backlog.status()).isEqualTo(new OutboundStatus(0, 0));
		assertThat(this.budget.used()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void messageThatIsLargerThanTheLimitFitsAlone(OutboundOverflow overflow) {
		Backlog backlog = backlog(1, overflow);
		assertThat(offer(backlog, "a")).isEqualTo(Verdict.QUEUED);
		assertThat(contents(backlog)).containsExactly("a");
	}

	@Test
	void closeWantsTheConnectionClosed() {
		Backlog backlog = backlog(200, OutboundOverflow.CLOSE);
		offer(backlog, "a");
		offer(backlog, "b");
		assertThat(offer(backlog, "c")).isEqualTo(Verdict.TOO_MUCH);
		assertThat(this.dropped).isEmpty();
		assertThat(contents(backlog)).containsExactly("a", "b");
	}

	@Test
	void dropNewestDropsTheMessage() {
		Backlog backlog = backlog(200, OutboundOverflow.DROP_NEWEST);
		offer(backlog, "a");
		offer(backlog, "b");
		assertThat(offer(backlog, "c")).isEqualTo(Verdict.DROPPED);
		assertThat(this.dropped).containsExactly("c");
		assertThat(backlog.status()).isEqualTo(new OutboundStatus(200, 1));
		assertThat(contents(backlog)).containsExactly("a", "b");
	}

	@Test
	void dropOldestMakesRoom() {
		Backlog backlog = backlog(200, OutboundOverflow.DROP_OLDEST);
		offer(backlog, "a");
		offer(backlog, "b");
		assertThat(offer(backlog, "c")).isEqualTo(Verdict.QUEUED);
		assertThat(this.dropped).containsExactly("a");
		assertThat(backlog.status()).isEqualTo(new OutboundStatus(200, 1));
		assertThat(contents(backlog)).containsExactly("b", "c");
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void dropOldestLeavesWhatMustNotBeDropped() {
		Backlog backlog = backlog(200, OutboundOverflow.DROP_OLDEST);
		backlog.add(new Message("marker", 0, false));
		offer(backlog, "a");
		offer(backlog, "b");
		offer(backlog, "c");
		assertThat(contents(backlog)).containsExactly("marker", "b", "c");
	}

	@Test
	void whoIsToldOfADropMaySendAgain() {
		Backlog backlog = backlog(200, OutboundOverflow.DROP_OLDEST);
		backlog.offer(new Message("a", 100, true) {
			@Override
			public void failed(Throwable cause) {
				offer(backlog, "again");
			}
		}, null, true);
		offer(backlog, "b");
		offer(backlog, "c");
		assertThat(this.dropped).containsExactly("b");
		assertThat(contents(backlog)).containsExactly("c", "again");
	}

	@Test
	void suspendLetsSixtyFourSendersWait() {
		Backlog backlog = backlog(200, OutboundOverflow.SUSPEND);
		for (int i = 0; i < 66; i++) {
			assertThat(offer(backlog, "m" + i)).isEqualTo(Verdict.QUEUED);
		}
		assertThat(offer(backlog, "one more")).isEqualTo(Verdict.TOO_MUCH);
		assertThat(this.budget.used()).isEqualTo(6600);
		assertThat(contents(backlog)).hasSize(66);
		assertThat(this.budget.used()).isZero();
		assertThat(offer(backlog, "later")).isEqualTo(Verdict.QUEUED);
	}

	@Test
	void suspendDropsWhatCannotWait() {
		Backlog backlog = backlog(200, OutboundOverflow.SUSPEND);
		offer(backlog, "a");
		offer(backlog, "b");
		assertThat(backlog.offer(message("c"), null, false)).isEqualTo(Verdict.DROPPED);
		assertThat(this.dropped).containsExactly("c");
	}

	@Test
	void budgetIsSharedAndComesBack() {
		Backlog one = backlog(900, OutboundOverflow.CLOSE);
		Backlog other = backlog(900, OutboundOverflow.DROP_NEWEST);
		for (int i = 0; i < 9; i++) {
			offer(one, "m" + i);
		}
		assertThat(offer(other, "fits")).isEqualTo(Verdict.QUEUED);
		assertThat(offer(other, "does not")).isEqualTo(Verdict.DROPPED);

		assertThat(contents(one)).hasSize(9);
		assertThat(offer(other, "fits again")).isEqualTo(Verdict.QUEUED);
	}

	@Test
	void budgetThatOthersHaveUsedDropsTheNewestOnly() {
		this.budget.take(1000);
		Backlog backlog = backlog(900, OutboundOverflow.DROP_OLDEST);
		assertThat(offer(backlog, "a")).isEqualTo(Verdict.DROPPED);
		assertThat(this.dropped).containsExactly("a");
		assertThat(this.budget.used()).isEqualTo(1000);
	}

	@Test
	void latestTakesThePlaceOfTheOneThatWaits() {
		Backlog backlog = backlog(300, OutboundOverflow.CLOSE);
		backlog.offer(message("old"), "key", false);
		offer(backlog, "between");
		assertThat(backlog.offer(message("new"), "key", false)).isEqualTo(Verdict.QUEUED);
		assertThat(this.dropped).containsExactly("old");
		assertThat(backlog.status()).isEqualTo(new OutboundStatus(200, 1));

		assertThat(contents(backlog)).containsExactly("new", "between");
		assertThat(backlog.offer(message("later"), "key", false)).isEqualTo(Verdict.QUEUED);
		assertThat(this.dropped).containsExactly("old");
		assertThat(contents(backlog)).containsExactly("later");
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void latestThatIsSmallerGivesBack() {
		Backlog backlog = backlog(300, OutboundOverflow.CLOSE);
		backlog.offer(new Message("large", 250, true), "key", false);
		backlog.offer(message("small"), "key", false);
		assertThat(this.budget.used()).isEqualTo(100);
		assertThat(backlog.status().queuedBytes()).isEqualTo(100);
	}

	@Test
	void latestForWhichThereIsNoRoomLeavesTheOneBefore() {
		Backlog backlog = backlog(300, OutboundOverflow.DROP_NEWEST);
		offer(backlog, "a");
		backlog.offer(message("old"), "key", false);
		assertThat(backlog.offer(new Message("large", 250, true), "key", false)).isEqualTo(Verdict.DROPPED);
		assertThat(this.dropped).containsExactly("large");
		assertThat(backlog.offer(message("new"), "key", false)).isEqualTo(Verdict.QUEUED);
		assertThat(contents(backlog)).containsExactly("a", "new");
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void latestMakesRoomWhereTheOldestAreDropped() {
		Backlog backlog = backlog(300, OutboundOverflow.DROP_OLDEST);
		offer(backlog, "a");
		backlog.offer(message("old"), "key", false);
		assertThat(backlog.offer(new Message("large", 250, true), "key", false)).isEqualTo(Verdict.QUEUED);
		assertThat(this.dropped).containsExactly("old", "a");
		assertThat(contents(backlog)).containsExactly("large");
		assertThat(this.budget.used()).isZero();
	}

	// A sender that waits again and again is no more than one
	@Test
	void suspendedSendersCountWhileTheyWait() {
		Backlog backlog = backlog(200, OutboundOverflow.SUSPEND);
		offer(backlog, "a");
		offer(backlog, "b");
		for (int i = 0; i < 200; i++) {
			assertThat(offer(backlog, "m" + i)).isEqualTo(Verdict.QUEUED);
			assertThat(backlog.poll()).isNotNull();
		}
	}

	// The key of what is not kept leads nowhere
	@Test
	void whoIsToldThatALatestWasDroppedMaySendItAgain() {
		Backlog backlog = backlog(200, OutboundOverflow.DROP_NEWEST);
		offer(backlog, "a");
		offer(backlog, "b");
		List<Verdict> again = new ArrayList<>();
		backlog.offer(new Message("first", 100, true) {
			@Override
			public void failed(Throwable cause) {
				again.add(backlog.offer(message("second"), "key", false));
			}
		}, "key", false);
		assertThat(again).containsExactly(Verdict.DROPPED);
		assertThat(this.dropped).containsExactly("second");
		assertThat(contents(backlog)).containsExactly("a", "b");
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void keyOfADroppedMessageIsForgotten() {
		Backlog backlog = backlog(200, OutboundOverflow.DROP_OLDEST);
		backlog.offer(message("old"), "key", false);
		offer(backlog, "a");
		offer(backlog, "b");
		backlog.offer(message("new"), "key", false);
		assertThat(this.dropped).containsExactly("old", "a");
		assertThat(contents(backlog)).containsExactly("b", "new");
	}

	private Backlog backlog(int limit, OutboundOverflow overflow) {
		return new Backlog(new OutboundSettings(limit, overflow), this.budget);
	}

	private Verdict offer(Backlog backlog, String name) {
		return backlog.offer(message(name), null, true);
	}

	private Message message(String name) {
		return new Message(name, 100, true);
	}

	private static List<String> contents(Backlog backlog) {
		List<String> names = new ArrayList<>();
		Backlog.@Nullable Entry entry;
		while ((entry = backlog.poll()) != null) {
			names.add(entry.toString());
		}
		return names;
	}

	private class Message implements Backlog.Entry {

		private final String name;

		private final int cost;

		private final boolean droppable;

		Message(String name, int cost, boolean droppable) {
			this.name = name;
			this.cost = cost;
			this.droppable = droppable;
		}

		@Override
		public int cost() {
			return this.cost;
		}

		@Override
		public boolean isDroppable() {
			return this.droppable;
		}

		@Override
		public void failed(Throwable cause) {
			assertThat(cause).isInstanceOf(MessageDroppedException.class);
			BacklogTests.this.dropped.add(this.name);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
