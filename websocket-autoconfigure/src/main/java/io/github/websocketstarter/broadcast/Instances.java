package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.websocketstarter.broadcast.Signal.Answer;
import io.github.websocketstarter.broadcast.Signal.Goodbye;
import io.github.websocketstarter.broadcast.Signal.Heartbeat;
import io.github.websocketstarter.broadcast.Signal.Question;
import io.github.websocketstarter.broadcast.Signal.Send;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.log.LogMessage;

/**
 * This instance among the others that share its {@link Backplane}: sends them messages,
 * delivers theirs here, and asks them for the members of groups.
 * <p>
 * Instances tell each other every two seconds that they are there. All that they send is
 * numbered, so that what the broker carries twice is delivered once. Thread-safe.
 */
final class Instances {

	static final Duration HEARTBEAT = Duration.ofSeconds(2);

	/** How long another instance has to answer a question. */
	static final Duration PATIENCE = Duration.ofSeconds(1);

	/** How long the broker has to take what instances tell each other. */
	private static final Duration TELLING = HEARTBEAT.multipliedBy(3);

	/** Most questions that wait at a time. */
	private static final int MOST_QUESTIONS = 1024;

	/** Most members in an answer: a megabyte or less with usual names. */
	static final int MOST_MEMBERS = 10_000;

	private static final Log logger = LogFactory.getLog(Instances.class);

	private final Backplane backplane;

	private final LocalMembers local;

	private final Scheduler scheduler;

	private final OtherInstances others = new OtherInstances();

	private final Outage outage = new Outage();

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicLong lastQuestion = new AtomicLong();

	private final Map<Long, PendingQuestion> questions = new ConcurrentHashMap<>();

	/** This instance's life from start to stop, {@code null} outside of it. */
	private volatile @Nullable Life life;

	/**
	 * When the others were last told to tell that they are there, too; in future before.
	 */
	private volatile long greeted = Long.MAX_VALUE;

	Instances(Backplane backplane, LocalMembers local, Scheduler scheduler) {
		this.backplane = backplane;
		this.local = local;
		this.scheduler = scheduler;
	}

	/** Begin to receive what others send, and tell them that this instance is there. */
	synchronized void start() {
		if (this.life == null) {
			Life started = new Life(InstanceId.random(), Disposables.composite());
			this.life = started;
			started.tasks().add(this.backplane.messages().subscribe(this::receive, this::failed));
			greet(started);
			started.tasks()
				.add(this.scheduler.schedulePeriodically(() -> beat(started), HEARTBEAT.toMillis(),
						HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS));
		}
	}

	/** Tell the others that this instance stops, and receive nothing more. */
	synchronized void stop() {
		Life stopped = this.life;
		if (stopped != null) {
			this.life = null;
			publish(stopped, new Goodbye()).onErrorComplete().subscribe();
			stopped.tasks().dispose();
			this.questions.values().forEach((question) -> question.end(false));
		}
	}

	/**
	 * Send a message to the connections of all other instances.
	 * @param message the message
	 * @return completes when the broker has taken the message, and fails never: a message
	 * is lost if the broker is away, or if it has more than 16 MiB. Nothing is sent
	 * before subscription, nor while this instance is stopped
	 */
	Mono<Void> publish(RemoteMessage message) {
		return Mono.defer(() -> {
			Life current = this.life;
			return (current != null) ? publish(current, new Send(message)) : Mono.<Void>empty();
		}).onErrorResume(this::lose);
	}

	private Mono<Void> publish(Life current, Signal signal) {
		ByteBuffer frame = SignalWriter.write(current.id(), this.sequence.incrementAndGet(), signal);
		return Mono.defer(() -> this.backplane.publish(frame));
	}

	private Mono<Void> lose(Throwable cause) {
		this.outage.count();
		if (cause instanceof FrameTooLargeException) {
			logger.warn(cause.getMessage());
		}
		else {
			untold(cause);
		}
		return Mono.empty();
	}

	private void untold(Throwable cause) {
		if (cause instanceof RejectedExecutionException) {
			logger.debug("A message to other instances is lost", cause);
		}
		else {
			this.outage.begin(cause);
		}
	}

	/**
	 * Find out who is in a group, here and on all other instances.
	 * @param group the group's name
	 * @return emits the members, after a second where another instance does not answer
	 */
	Mono<Presence> presence(String group) {
		return Mono.defer(() -> {
			List<GroupMember> members = this.local.members(group);
			Life current = this.life;
			if (current == null) {
				return Mono.just(new Presence(members, true));
			}
			long now = now();
			Set<InstanceId> known = this.others.known(now);
			boolean settling = now - this.greeted < PATIENCE.toMillis();
			if (!this.outage.isOver() || this.questions.size() >= MOST_QUESTIONS) {
				return Mono.just(new Presence(members, false));
			}
			if (known.isEmpty() && !settling) {
				return Mono.just(new Presence(members, true));
			}
			return ask(current, group, new PendingQuestion(members, known, settling));
		});
	}

	private Mono<Presence> ask(Life current, String group, PendingQuestion question) {
		long number = this.lastQuestion.incrementAndGet();
		Mono<Void> asking = publish(current, new Question(number, group));
		this.questions.put(number, question);
		tell(current, asking, () -> {
		});
		Disposable patience = this.scheduler.schedule(() -> question.end(this.outage.isOver()), PATIENCE.toMillis(),
				TimeUnit.MILLISECONDS);
		// Not on the thread of the broker's client: what follows is the application's.
		return question.result().publishOn(this.scheduler).doFinally((end) -> {
			this.questions.remove(number);
			patience.dispose();
		});
	}

	private void beat(Life current) {
		this.others.forget(now());
		if (this.outage.isOver()) {
			tell(current, new Heartbeat(false));
		}
		else {
			// An empty message finds out, and nobody misses it.
			tell(current, Mono.defer(() -> this.backplane.publish(ByteBuffer.allocate(0))), () -> {
				this.outage.end();
				greet(current);
			});
		}
	}

	private void greet(Life current) {
		this.greeted = Long.MAX_VALUE;
		tell(current, publish(current, new Heartbeat(true)), () -> this.greeted = now());
	}

	private void tell(Life current, Signal signal) {
		tell(current, publish(current, signal), () -> {
		});
	}

	private void tell(Life current, Mono<Void> publishing, Runnable taken) {
		Disposable.Swap task = Disposables.swap();
		current.tasks().add(task);
		task.update(publishing.timeout(TELLING, this.scheduler)
			.doFinally((end) -> current.tasks().remove(task))
			.subscribe(null, this::untold, taken));
	}

	private void receive(ByteBuffer frame) {
		Life current = this.life;
		if (current == null || !frame.hasRemaining()) {
			return;
		}
		try {
			SignalReader reader = new SignalReader(frame);
			if (!reader.sender().equals(current.id())) {
				receive(current, reader);
			}
		}
		catch (MalformedSignalException ex) {
			logger.debug(LogMessage.format("Dropped a message of the backplane: %s", ex.getMessage()));
		}
		catch (RuntimeException ex) {
			logger.warn("A message of another instance could not be dealt with", ex);
		}
	}

	private void receive(Life current, SignalReader reader) throws MalformedSignalException {
		Signal signal = reader.signal();
		OtherInstance sender = this.others.hear(reader.sender(), reader.sequence(), now());
		if (sender == null) {
			return;
		}
		if (signal instanceof Send send) {
			this.local.deliver(send.message());
		}
		else if (signal instanceof Question question) {
			answer(current, reader.sender(), question);
		}
		else if (signal instanceof Answer answer) {
			answered(current, reader.sender(), answer);
		}
		else if (signal instanceof Heartbeat heartbeat && heartbeat.greeting()) {
			tell(current, new Heartbeat(false));
		}
		else if (signal instanceof Goodbye) {
			sender.leave();
			this.questions.values().forEach((question) -> question.leave(reader.sender()));
		}
	}

	private void answer(Life current, InstanceId asker, Question question) {
		List<GroupMember> members = this.local.members(question.group());
		boolean complete = members.size() <= MOST_MEMBERS;
		List<GroupMember> told = complete ? members : members.subList(0, MOST_MEMBERS);
		tell(current, new Answer(asker, question.number(), told, complete));
	}

	private void answered(Life current, InstanceId sender, Answer answer) {
		PendingQuestion question = this.questions.get(answer.number());
		if (question != null && answer.asker().equals(current.id())) {
			question.answer(sender, answer.members(), answer.complete());
		}
	}

	private void failed(Throwable cause) {
		logger.error("Messages of other instances are not received any more", cause);
	}

	private long now() {
		return this.scheduler.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * What lasts from start to stop.
	 */
	private record Life(InstanceId id, Disposable.Composite tasks) {
	}

}
