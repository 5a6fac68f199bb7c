package audiotokens.pipeline.storage;

import audiotokens.file.FileTree;
import audiotokens.file.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** This machine's file system. */
final class LocalStorage implements Storage {
    @Override
    public List<StoredFile> filesBelow(Location location) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        Path path = path(location);
        for (Path file : Files.isDirectory(path) ? FileTree.filesBelow(path) : List.of(path)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            files.add(new StoredFile(
                    Location.of(file),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis()));
        }
        return files;
    }

    @Override
    public PositionedReader open(Location location) throws IOException {
        return new ChannelReader(FileChannel.open(path(location), StandardOpenOption.READ));
    }

    @Override
    public void write(Path file, Location location) throws IOException {
        Path target = path(location);
        Files.createDirectories(
                Objects.requireNonNull(target.toAbsolutePath().getParent(), "the path has no parent folder"));
        Path partialFile = target.resolveSibling("." + target.getFileName() + ".partial");
        try {
            Files.copy(file, partialFile, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partialFile, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partialFile);
        }
    }

    private static Path path(Location location) {
        return location.path().orElseThrow();
    }

    private record ChannelReader(FileChannel channel) implements PositionedReader {
        @Override
        public int read(long position, byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, length), position);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
