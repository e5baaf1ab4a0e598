package io.spanhouse.query.http;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.reflection.v1.ErrorResponse;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The standard reflection service: which services a port has and what their messages look like. Immutable. */
public final class GrpcReflection implements GrpcMethod {
    /** Most questions of one call. */
    private static final int QUESTIONS_MAX = 1_000;

    private static final int NOT_FOUND = 5;

    /** Both versions have the same messages. */
    private static final List<String> METHODS = List.of(
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");

    private final Set<String> services = new TreeSet<>();
    private final Map<String, FileDescriptor> byName = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> bySymbol = new LinkedHashMap<>();

    private GrpcReflection(List<FileDescriptor> files) {
        for (FileDescriptor file : files) {
            file.getServices().forEach(service -> services.add(service.getFullName()));
            add(file);
        }
    }

    /**
     * The routes of the method.
     *
     * @param files those of the port's services
     */
    public static List<Route> routes(String kind, List<FileDescriptor> files) {
        GrpcReflection reflection = new GrpcReflection(files);
        return METHODS.stream()
                .map(method -> GrpcCall.streamRoute(kind, method, QUESTIONS_MAX, reflection))
                .toList();
    }

    private void add(FileDescriptor file) {
        if (byName.putIfAbsent(file.getFullName(), file) != null) {
            return;
        }
        for (ServiceDescriptor service : file.getServices()) {
            bySymbol.put(service.getFullName(), file);
            for (MethodDescriptor method : service.getMethods()) {
                bySymbol.put(method.getFullName(), file);
            }
        }
        file.getMessageTypes().forEach(message -> add(message, file));
        file.getEnumTypes().forEach(one -> bySymbol.put(one.getFullName(), file));
        file.getDependencies().forEach(this::add);
    }

    private void add(Descriptor message, FileDescriptor file) {
        bySymbol.put(message.getFullName(), file);
        message.getNestedTypes().forEach(nested -> add(nested, file));
        for (EnumDescriptor nested : message.getEnumTypes()) {
            bySymbol.put(nested.getFullName(), file);
        }
    }

    @Override
    public void answer(byte[] message, GrpcCall call) throws IOException {
        ServerReflectionRequest request;
        try {
            request = ServerReflectionRequest.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw HttpFailure.badRequest("the message is no ServerReflectionRequest: " + e.getMessage());
        }
        ServerReflectionResponse.Builder answer = ServerReflectionResponse.newBuilder()
                .setValidHost(request.getHost())
                .setOriginalRequest(request);
        switch (request.getMessageRequestCase()) {
            case LIST_SERVICES -> answer.setListServicesResponse(list());
            case FILE_BY_FILENAME -> file(byName.get(request.getFileByFilename()), answer);
            case FILE_CONTAINING_SYMBOL -> file(bySymbol.get(request.getFileContainingSymbol()), answer);
            case FILE_CONTAINING_EXTENSION, ALL_EXTENSION_NUMBERS_OF_TYPE, MESSAGEREQUEST_NOT_SET -> file(null, answer);
        }
        call.send(answer.build().toByteArray());
    }

    private ListServiceResponse list() {
        ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
        services.forEach(name -> list.addService(ServiceResponse.newBuilder().setName(name)));
        return list.build();
    }

    private static void file(@Nullable FileDescriptor file, ServerReflectionResponse.Builder answer) {
        if (file == null) {
            answer.setErrorResponse(ErrorResponse.newBuilder()
                    .setErrorCode(NOT_FOUND)
                    .setErrorMessage("there is no such file, symbol or extension here"));
            return;
        }
        Set<FileDescriptor> all = new LinkedHashSet<>();
        withDependencies(file, all);
        FileDescriptorResponse.Builder files = FileDescriptorResponse.newBuilder();
        all.forEach(one -> files.addFileDescriptorProto(one.toProto().toByteString()));
        answer.setFileDescriptorResponse(files);
    }

    private static void withDependencies(FileDescriptor file, Set<FileDescriptor> all) {
        if (all.add(file)) {
            file.getDependencies().forEach(one -> withDependencies(one, all));
        }
    }
}
