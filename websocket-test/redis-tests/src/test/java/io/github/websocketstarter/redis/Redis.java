package io.github.websocketstarter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A real Redis that can be killed, started again and made to hang, always with the same
 * port.
 */
public final class Redis extends GenericContainer<Redis> {

	private static final int PORT = 6379;

	private final int port = freePort();

	/**
	 * Describe a Redis, which must be started.
	 */
	public Redis() {
		super("redis:7");
		withExposedPorts(PORT);
		withCreateContainerCmdModifier((command) -> {
			Ports.Binding binding = Ports.Binding.bindPort(this.port);
			command.getHostConfig().withPortBindings(new PortBinding(binding, new ExposedPort(PORT)));
		});
		waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1).withStartupTimeout(Duration.ofSeconds(60)));
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the port on the host of Docker, also before the start.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/** End the process at once, with all of its connections. */
	public void kill() {
		docker().killContainerCmd(getContainerId()).exec();
	}

	/** Start the process again. */
	public void revive() {
		docker().startContainerCmd(getContainerId()).exec();
	}

	/** Let the process hang, with all of its connections. */
	public void pause() {
		docker().pauseContainerCmd(getContainerId()).exec();
	}

	/** Let the process go on. */
	public void unpause() {
		docker().unpauseContainerCmd(getContainerId()).exec();
	}

	private DockerClient docker() {
		return getDockerClient();
	}

}
