package io.github.websocketstarter.build;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;

/**
 * Records what Netty otherwise only logs: a buffer that was garbage collected before it
 * was released. Netty finds this class by the system property
 * {@code io.netty.customResourceLeakDetector}.
 *
 * @param <T> the type of the tracked resource
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

	private static final List<RecordingLeakDetector<?>> detectors = new CopyOnWriteArrayList<>();

	/**
	 * Create a detector, as Netty does for each type of resource.
	 * @param resourceType the type of the tracked resource
	 * @param samplingInterval ignored by Netty at level {@code paranoid}
	 */
	public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
		super(resourceType, samplingInterval);
		detectors.add(this);
	}

	/**
	 * Create a detector through the constructor that Netty looks for as well.
	 * @param resourceType the type of the tracked resource
	 * @param samplingInterval ignored by Netty at level {@code paranoid}
	 * @param maxActive ignored by Netty
	 */
	public RecordingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
		this(resourceType, samplingInterval);
	}

	/**
	 * Make every detector report what has been collected unreleased. A detector looks for
	 * leaks only when it starts to track something, so each is given something to track.
	 */
	static void flush() {
		detectors.forEach(RecordingLeakDetector::trackAndClose);
	}

	@SuppressWarnings("unchecked")
	private void trackAndClose() {
		T resource = (T) new Object();
		ResourceLeakTracker<T> tracker = track(resource);
		if (tracker != null) {
			tracker.close(resource);
		}
	}

	@Override
	protected boolean needReport() {
		return true;
	}

	@Override
	protected void reportTracedLeak(String resourceType, String records) {
		Findings.add("LEAK: " + resourceType + " was not released" + records);
	}

	@Override
	protected void reportUntracedLeak(String resourceType) {
		Findings.add("LEAK: " + resourceType + " was not released");
	}

}
